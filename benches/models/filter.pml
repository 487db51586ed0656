/* filter.lab: N threads. The lab's place says what l and k say here. */
byte level[N], last[N];
#define FIRST (_pid == 0)
#define NEXT  (k + 1 + (k + 1 == _pid))
active [N] proctype P()
{   byte l = 1, k;
enter: level[_pid] = l;
    d_step { last[l] = _pid; k = FIRST };
scan: if
    :: d_step { level[k] >= l; k = 0 } ; goto turn
    :: d_step { level[k] < l && NEXT < N; k = NEXT } ; goto scan
    :: d_step { level[k] < l && NEXT >= N && l + 1 < N; k = 0; l++ } ; goto enter
    :: d_step { level[k] < l && NEXT >= N && l + 1 == N; k = 0; l = 1 } ; goto inside
    fi;
turn: if
    :: d_step { last[l] == _pid; k = FIRST } ; goto scan
    :: d_step { last[l] != _pid && l + 1 < N; l++ } ; goto enter
    :: d_step { last[l] != _pid && l + 1 == N; l = 1 } ; goto inside
    fi;
inside: level[_pid] = 0; goto enter
}
