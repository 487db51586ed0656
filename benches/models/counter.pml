/* counter.lab: N threads, K rounds. The count of rounds rides on the store. */
byte x;
active [N] proctype T()
{   byte r, k;
    do
    :: r = x; r++;
       if
       :: d_step { k + 1 < K; x = r; k++ }
       :: d_step { k + 1 == K; x = r; k++ } ; break
       fi
    od;
end: false
}
