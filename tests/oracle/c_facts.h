/*
 * c_facts.h - how c_facts.py's C proves a number, in one of three ways.
 *
 *	by itself    _Static_assert; bit-fields are filled and looked at
 *	EXPLAIN      all at run time, and what differs is printed
 *	INTO_OBJECT  nothing runs: each number, ours and the compiler's, and
 *		     each filled object go into sections of the .o, where
 *		     c_cross.py reads them; for machines that are not this one
 *
 * FACT_EITHER: one of two expressions must give our number.
 */
#ifdef INTO_OBJECT

struct ls_record {
	char type[96];
	char what[64];
	unsigned long long ours, one, other;
};

struct ls_bits {
	char type[96];
	char what[64];
	unsigned long long offset, width, size, at;
};

#define LS_TEXT2(n) #n
#define LS_TEXT(n) LS_TEXT2(n)
#define LS_SECTION(name) \
	__attribute__((used, section(name "." LS_TEXT(__COUNTER__))))

#define FACT_EITHER(type, what, ours, one, other) \
	do { \
		static struct ls_record r LS_SECTION(".ls_fact") = { type, \
			what, (unsigned long long)(ours), \
			(unsigned long long)(one), \
			(unsigned long long)(other) }; \
	} while (0)
#define FACT(type, what, ours, theirs) \
	FACT_EITHER(type, what, ours, theirs, theirs)

#define BITS_CONST(type, what, T, field, offset, width) \
	do { \
		struct ls_object { \
			struct ls_bits head; \
			T x; \
		}; \
		static struct ls_object o LS_SECTION(".ls_bits") = { \
			{ type, what, offset, width, sizeof(T), \
				__builtin_offsetof(struct ls_object, x) }, \
			{ .field = -1 } }; \
	} while (0)
#define BITS(type, what, T, field, offset, width) \
	BITS_CONST(type, what, T, field, offset, width)
#define BITS_BIG(type, what, T, field, offset, width) (void)0
enum { ls_wrong };

#else

extern int printf(const char *, ...);
extern void *mmap(void *, unsigned long, int, int, int, long);

static int ls_wrong;

__attribute__((unused)) static void
ls_fact(const char *type, const char *what, int is_right, __int128 ours,
    __int128 theirs)
{
	if (is_right)
		return;
	printf("%s: %s: ours %lld, compiler's %lld\n", type, what,
	    (long long)ours, (long long)theirs);
	ls_wrong++;
}

#ifdef EXPLAIN
#define FACT_EITHER(type, what, ours, one, other) \
	ls_fact(type, what, \
	    (__int128)(ours) == (__int128)(one) || \
		(__int128)(ours) == (__int128)(other), \
	    (__int128)(ours), (__int128)(one))
#else
#define FACT_EITHER(type, what, ours, one, other) \
	_Static_assert((__int128)(ours) == (__int128)(one) || \
		(__int128)(ours) == (__int128)(other), \
	    type ": " what)
#endif
#define FACT(type, what, ours, theirs) \
	FACT_EITHER(type, what, ours, theirs, theirs)

/* Bit 0 of a byte is the first in memory: cli.md, 6. */
static int
ls_bit(const unsigned char *p, unsigned long n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return p[n / 8] >> n % 8 & 1;
#else
	return p[n / 8] >> (7 - n % 8) & 1;
#endif
}

/* Are the ones in bytes [from, to) of an object those, and no others? */
__attribute__((unused)) static void
ls_look(const char *type, const char *member, const void *object,
    unsigned long from, unsigned long to, unsigned long offset,
    unsigned long width)
{
	unsigned long n, first = 0, last = 0, count = 0;

	for (n = from * 8; n < to * 8; n++) {
		if (ls_bit(object, n)) {
			first = count++ ? first : n;
			last = n;
		}
	}
	if (first == offset && count == width && last - first + 1 == width)
		return;
	printf("%s: bits of %s: ours %lu at %lu, compiler's %lu at %lu\n",
	    type, member, width, offset, count, first);
	ls_wrong++;
}

#define BITS(type, what, T, field, offset, width) \
	do { \
		static T x; \
		x.field = -1; \
		ls_look(type, what, (const void *)&x, 0, sizeof(x), offset, \
		    width); \
	} while (0)

/* What is const is filled by its initialiser. */
#define BITS_CONST(type, what, T, field, offset, width) \
	do { \
		static T x = { .field = -1 }; \
		ls_look(type, what, (const void *)&x, 0, sizeof(x), offset, \
		    width); \
	} while (0)

/*
 * Too big to be an object: memory whose pages come as they are touched
 * (PROT_READ | PROT_WRITE; MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE), and
 * a look at what lies around the place.
 */
#define BITS_BIG(type, what, T, field, offset, width) \
	do { \
		T *x = mmap(0, sizeof(*x), 3, 0x4022, -1, 0); \
		unsigned long at = (offset) / 8; \
		x->field = -1; \
		ls_look(type, what, x, at < 64 ? 0 : at - 64, \
		    at + 64 < sizeof(*x) ? at + 64 : sizeof(*x), offset, \
		    width); \
	} while (0)
#endif

/* Alignment is by placement: _Alignof knows no vector beyond 16. */
#define PLACED(...) __builtin_offsetof(struct { char c; __VA_ARGS__ m; }, m)
#define LOCAL_FACTS(function) LOCAL_FACTS_##function
#define main fixture_main
