/*
 * test_sharing.c - atomics and locks that share a cache line.
 */
#include "page.h"

#include "model/sync.h"

static ls_type_id
draft_atomic(struct draft *d)
{
	return draft_scalar(d, "atomic_t", LS_LANG_C, LS_ENCODING_SIGNED, 4);
}

static ls_type_id
draft_lock(struct draft *d)
{
	return draft_scalar(
	    d, "spinlock_t", LS_LANG_C, LS_ENCODING_UNSIGNED, 4);
}

static const struct ls_row *
row_of(struct draft *d, const struct ls_field *fields, uint32_t count,
    uint64_t bytes, uint64_t align_bytes)
{
	d->options.with_sharing = true;
	return draft_row(d,
	    draft_add(
		d, draft_record("t", fields, count, bytes, align_bytes)));
}

/* |lock|refs|aaaa| and nothing beside the second one: |bbbb at 64 */
static void
two_in_a_line_and_one_alone(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id atomic = draft_atomic(&d), lock = draft_lock(&d);
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field fields[] = { field_at("lock", lock, 0, 4),
		field_at("refs", atomic, 4, 4), field_at("a", word, 8, 4),
		field_at("b", atomic, 64, 4) };
	const struct ls_row *row = row_of(&d, fields, COUNT(fields), 128, 64);
	assert_non_null(row->sharing);
	assert_true(row->sharing->is_aligned);
	assert_int_equal(row->sharing->most_together, 2);
	assert_int_equal(row->sharing->line_count, 1);
	const struct ls_sharing_line *line = row->sharing->lines;
	assert_int_equal(line->line, 0);
	assert_int_equal(line->member_count, 2);
	assert_int_equal(line->other_count, 1);
	assert_string_equal(line->members[0].name, "lock");
	assert_true(line->members[0].is_lock);
	assert_false(line->members[1].is_lock);
	draft_free(&d);
}

/* |aaaa|  in: { x |pppp|, n |nnnn| }  |: in.n is told, in.x is another */
static void
what_is_inside_counts_by_itself(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id atomic = draft_atomic(&d);
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	const struct ls_field inner[] = { field_at("x", word, 0, 4),
		field_at("n", atomic, 4, 4) };
	const struct ls_field plain[] = { field_at("y", word, 0, 4),
		field_at("z", word, 4, 4) };
	ls_type_id in = draft_add(&d, draft_record("in", inner, 2, 8, 4));
	ls_type_id no = draft_add(&d, draft_record("no", plain, 2, 8, 4));
	const struct ls_field fields[] = { field_at("a", word, 0, 4),
		field_at("in", in, 4, 8), field_at("no", no, 12, 8) };
	const struct ls_row *row = row_of(&d, fields, COUNT(fields), 20, 4);
	assert_non_null(row->sharing);
	assert_false(row->sharing->is_aligned);
	/* one atomic is with others, not with another atomic */
	assert_int_equal(row->sharing->most_together, 0);
	assert_int_equal(row->sharing->lines[0].other_count, 3);
	assert_string_equal(row->sharing->lines[0].members[0].name, "in.n");
	draft_free(&d);
}

/* |cccc|n n n n ... 40 of them |: lines 0 and 2, between them it is alone */
static void
of_an_array_the_ends_are_told(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id atomic = draft_atomic(&d);
	ls_type_id word = draft_scalar(
	    &d, "int", LS_LANG_C, LS_ENCODING_SIGNED, 4);
	ls_type_id array = draft_add(&d,
	    (struct ls_type){ .kind = LS_KIND_ARRAY,
		.lang = LS_LANG_C,
		.target = atomic,
		.has_count = true,
		.count = 40,
		.has_size = true,
		.size_bits = 40 * 32 });
	struct ls_field fields[] = { field_at("c", word, 0, 4),
		field_at("n", array, 4, 160) };
	const struct ls_row *row = row_of(&d, fields, COUNT(fields), 164, 4);
	assert_int_equal(row->sharing->line_count, 2);
	assert_int_equal(row->sharing->lines[0].line, 0);
	assert_int_equal(row->sharing->lines[0].other_count, 1);
	assert_int_equal(row->sharing->lines[0].members[0].count, 40);
	assert_int_equal(row->sharing->lines[1].line, 2);
	/* bytes 4..63 of line 0 are 15 of them; line 2 has 128..163: 9 */
	assert_int_equal(row->sharing->most_together, 15);
	draft_free(&d);
}

/* One atomic and nothing else; and none at all. */
static void
alone_there_is_nothing_to_say(void **state)
{
	(void)state;
	struct draft d = draft_begin();
	ls_type_id atomic = draft_atomic(&d);
	const struct ls_field field = field_at("n", atomic, 0, 4);
	assert_null(row_of(&d, &field, 1, 4, 4)->sharing);
	draft_free(&d);
}

static void
names_say_what_is_written_at_once(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum ls_lang lang;
		enum ls_sync sync;
	} cases[] = {
		{ "pthread_mutex_t", LS_LANG_C, LS_SYNC_LOCK },
		{ "pthread_mutex_t", LS_LANG_CPP, LS_SYNC_LOCK },
		{ "atomic64_t", LS_LANG_C, LS_SYNC_ATOMIC },
		{ "atomic64_t", LS_LANG_RUST, LS_SYNC_NO },
		{ "std::atomic<int>", LS_LANG_CPP, LS_SYNC_ATOMIC },
		{ "std::atomic<int>*", LS_LANG_CPP, LS_SYNC_NO },
		{ "_Atomic long int[80]", LS_LANG_C, LS_SYNC_NO },
		{ "core::sync::atomic::AtomicU32", LS_LANG_RUST,
		    LS_SYNC_ATOMIC },
		{ "core::sync::atomic::Atomic<u32>", LS_LANG_RUST,
		    LS_SYNC_ATOMIC },
		{ "std::sync::poison::Flag", LS_LANG_RUST, LS_SYNC_PART },
		{ "mutexes", LS_LANG_C, LS_SYNC_NO },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct ls_type type = { .name = cases[i].name,
			.kind = LS_KIND_STRUCT,
			.lang = cases[i].lang };
		assert_int_equal(ls_sync_of(&type), cases[i].sync);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_in_a_line_and_one_alone),
		cmocka_unit_test(what_is_inside_counts_by_itself),
		cmocka_unit_test(of_an_array_the_ends_are_told),
		cmocka_unit_test(alone_there_is_nothing_to_say),
		cmocka_unit_test(names_say_what_is_written_at_once),
	};
	return cmocka_run_group_tests_name("sharing", tests, NULL, NULL);
}
