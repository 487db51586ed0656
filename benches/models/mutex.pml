/* mutex.lab: N threads, K rounds. */
byte x, m;
active [N] proctype T()
{   byte r, k;
    do
    :: d_step { m == 0; m = 1 };
       r = x; r++; x = r;
       if
       :: d_step { k + 1 < K; m = 0; k++ }
       :: d_step { k + 1 == K; m = 0; k++ } ; break
       fi
    od;
end: false
}
