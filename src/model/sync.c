/*
 * sync.c - which types several threads write at once, by their names.
 *
 * In: a type, or a typedef of one.  Out: an atomic, a lock, or neither.
 * DWARF marks C's _Atomic alone; everything else is a name of a standard
 * library or of Linux:
 *
 *	pthread_mutex_t, spinlock_t		lock
 *	std::atomic<int>, AtomicUsize		atomic
 *	std::sync::Mutex<T>			neither, but its `inner` is a
 *						lock: T is not
 */
#include "model/sync.h"

#include <string.h>

enum lang_bits { C = 1, CPP = 2, RUST = 4 };

/* A name that ends in '*' is the beginning of one. */
static const struct {
	const char *name;
	unsigned langs;
	enum ls_sync sync;
} known[] = {
	{ "pthread_mutex_t", C | CPP, LS_SYNC_LOCK },
	{ "pthread_rwlock_t", C | CPP, LS_SYNC_LOCK },
	{ "pthread_spinlock_t", C | CPP, LS_SYNC_LOCK },
	{ "pthread_cond_t", C | CPP, LS_SYNC_LOCK },
	{ "pthread_barrier_t", C | CPP, LS_SYNC_LOCK },
	{ "sem_t", C | CPP, LS_SYNC_LOCK },
	{ "mtx_t", C | CPP, LS_SYNC_LOCK },
	{ "atomic_flag", C, LS_SYNC_ATOMIC },
	{ "_Atomic *", C | CPP, LS_SYNC_ATOMIC },

	/* Linux */
	{ "atomic_t", C, LS_SYNC_ATOMIC },
	{ "atomic64_t", C, LS_SYNC_ATOMIC },
	{ "atomic_long_t", C, LS_SYNC_ATOMIC },
	{ "refcount_t", C, LS_SYNC_ATOMIC },
	{ "refcount_struct", C, LS_SYNC_ATOMIC },
	{ "rcuref_t", C, LS_SYNC_ATOMIC },
	{ "spinlock_t", C, LS_SYNC_LOCK },
	{ "spinlock", C, LS_SYNC_LOCK },
	{ "raw_spinlock_t", C, LS_SYNC_LOCK },
	{ "raw_spinlock", C, LS_SYNC_LOCK },
	{ "arch_spinlock_t", C, LS_SYNC_LOCK },
	{ "qspinlock", C, LS_SYNC_LOCK },
	{ "rwlock_t", C, LS_SYNC_LOCK },
	{ "mutex", C, LS_SYNC_LOCK },
	{ "rt_mutex", C, LS_SYNC_LOCK },
	{ "rw_semaphore", C, LS_SYNC_LOCK },
	{ "semaphore", C, LS_SYNC_LOCK },

	{ "std::atomic<*", CPP, LS_SYNC_ATOMIC },
	{ "std::atomic_flag", CPP, LS_SYNC_ATOMIC },
	{ "std::__1::atomic<*", CPP, LS_SYNC_ATOMIC },
	{ "std::__1::atomic_flag", CPP, LS_SYNC_ATOMIC },
	{ "std::mutex", CPP, LS_SYNC_LOCK },
	{ "std::recursive_mutex", CPP, LS_SYNC_LOCK },
	{ "std::timed_mutex", CPP, LS_SYNC_LOCK },
	{ "std::recursive_timed_mutex", CPP, LS_SYNC_LOCK },
	{ "std::shared_mutex", CPP, LS_SYNC_LOCK },
	{ "std::shared_timed_mutex", CPP, LS_SYNC_LOCK },
	{ "std::condition_variable", CPP, LS_SYNC_LOCK },
	{ "std::__1::mutex", CPP, LS_SYNC_LOCK },
	{ "std::__1::recursive_mutex", CPP, LS_SYNC_LOCK },
	{ "std::__1::condition_variable", CPP, LS_SYNC_LOCK },

	{ "core::sync::atomic::Atomic*", RUST, LS_SYNC_ATOMIC },
	{ "std::sys::sync::mutex::futex::Mutex", RUST, LS_SYNC_LOCK },
	{ "std::sys::sync::rwlock::futex::RwLock", RUST, LS_SYNC_LOCK },
	{ "std::sys::sync::condvar::futex::Condvar", RUST, LS_SYNC_LOCK },
	/* rustc 1.63 */
	{ "std::sys::unix::locks::futex_mutex::Mutex", RUST, LS_SYNC_LOCK },
	{ "std::sys::unix::locks::futex_rwlock::RwLock", RUST, LS_SYNC_LOCK },
	{ "parking_lot::raw_mutex::RawMutex", RUST, LS_SYNC_LOCK },
	{ "parking_lot::raw_rwlock::RawRwLock", RUST, LS_SYNC_LOCK },
	/* says that a thread died with the lock beside it */
	{ "std::sync::poison::Flag", RUST, LS_SYNC_PART },
};

static unsigned
bit_of(enum ls_lang lang)
{
	switch (lang) {
	case LS_LANG_C:
		return C;
	case LS_LANG_CPP:
		return CPP;
	case LS_LANG_RUST:
		return RUST;
	case LS_LANG_UNKNOWN:
	case LS_LANG_ASM:
	case LS_LANG_OTHER:
		return 0;
	}
	return 0;
}

static bool
is_named(const char *name, const char *pattern)
{
	size_t size = strlen(pattern);
	if (pattern[size - 1] == '*')
		return strncmp(name, pattern, size - 1) == 0;
	return strcmp(name, pattern) == 0;
}

/* Not a pointer to it or an array of it, as a saved report may spell one. */
static bool
is_itself(const char *name)
{
	size_t size = strlen(name);
	return size > 0 && !strchr("*&])", name[size - 1]);
}

enum ls_sync
ls_sync_of(const struct ls_type *type)
{
	unsigned lang = bit_of(type->lang);
	if (type->kind == LS_KIND_ALIAS && type->alias == LS_ALIAS_ATOMIC)
		return LS_SYNC_ATOMIC;
	if (!type->name || !is_itself(type->name) ||
	    type->kind == LS_KIND_POINTER || type->kind == LS_KIND_FUNCTION ||
	    type->kind == LS_KIND_ENUM)
		return LS_SYNC_NO;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].langs & lang &&
		    is_named(type->name, known[i].name))
			return known[i].sync;
	return LS_SYNC_NO;
}
