/* buffer.lab: at most 8 threads. */
byte n, m;
bool asleep[8];
#define WAKE(t) d_step { asleep[t]; asleep[t] = 0 }
#define NOBODY (!(asleep[0] || asleep[1] || asleep[2] || asleep[3] || asleep[4] || asleep[5] || asleep[6] || asleep[7]))
inline signal()
{   if
    :: WAKE(0) :: WAKE(1) :: WAKE(2) :: WAKE(3) :: WAKE(4) :: WAKE(5) :: WAKE(6) :: WAKE(7)
    :: NOBODY
    fi
}
#define TURN(wait, ok, count, rounds) \
    do \
    :: d_step { m == 0; m = 1 }; \
       do \
       :: wait -> d_step { m = 0; asleep[_pid] = 1 }; d_step { !asleep[_pid] && m == 0; m = 1 } \
       :: !(wait) -> break \
       od; \
       atomic { assert(ok); count }; \
       signal(); \
       if \
       :: d_step { k + 1 < rounds; m = 0; k++ } \
       :: d_step { k + 1 == rounds; m = 0; k++ } ; break \
       fi \
    od
active [PRODUCERS] proctype producer()
{   byte k;
    TURN(n == MOST, n < MOST, n++, PUTS);
end: false
}
active [CONSUMERS] proctype consumer()
{   byte k;
    TURN(n == 0, n > 0, n--, TAKES);
end: false
}
