/* Types for the gate's tests: |i-------|xxxxxxxx|y-------|tttt..| */
struct timer { unsigned long a, b, c; };
struct conn { char id; long x; char y; struct timer t; };
struct ring { int lock; char pad[60]; int count; };
union word { int i; char c; };
struct both { int i; };
struct conn c;
struct ring r;
union word u;
struct both b;
