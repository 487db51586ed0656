/* philosophers.lab: N of them. */
byte f[N];
active [N] proctype P()
{   do
    :: d_step { f[_pid] == 0; f[_pid] = 1 };
       d_step { f[(_pid + 1) % N] == 0; f[(_pid + 1) % N] = 1 };
       f[_pid] = 0;
       f[(_pid + 1) % N] = 0
    od
}
