/*
 * test_object.c - src/object/, held against compilers, linkers and strip.
 *
 * Every input is made here, in a folder of its own: C compiled as users
 * compile it, then linked, stripped, compressed, put into archives, cut short
 * and broken.  What a linker writes is the judge of what we write into an .o.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "object/archive.h"
#include "object/object.h"
#include "object/sections.h"

static const char
    c_source[] = "struct conn { char tag; int fd; long len; } conn;\n"
		 "struct other { struct conn *next; double d[3]; } other;\n"
		 "int get(void) { return conn.fd + other.next->fd; }\n";

/* Run a shell command; true if it worked. */
static bool __attribute__((format(printf, 1, 2)))
can_run(const char *format, ...)
{
	char command[1024];
	va_list ap;
	va_start(ap, format);
	vsnprintf(command, sizeof(command), format, ap);
	va_end(ap);
	return system(command) == 0;
}

#define RUN(...) assert_true(can_run(__VA_ARGS__))

static void
write_file(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static struct ls_file *
open_file(const char *path)
{
	struct ls_file *file = NULL;
	struct ls_error *err = ls_file_open(path, NULL, &file);
	if (err)
		fail_msg("%s", err->text);
	return file;
}

static struct ls_bytes
section_of(const struct ls_file *file, enum ls_section which)
{
	struct ls_bytes bytes = { NULL, 0 };
	struct ls_error *err = ls_image_section(
	    ls_file_image(file, 0), which, &bytes);
	if (err)
		fail_msg("%s", err->text);
	return bytes;
}

/* The error has this code, and this in its text or its details. */
static void
assert_error(struct ls_error *err, enum ls_error_code code, const char *words)
{
	assert_non_null(err);
	if (err->code != code ||
	    !(strstr(err->text, words) || strstr(err->details, words)))
		fail_msg(
		    "error %d: %s\n%s", err->code, err->text, err->details);
	ls_error_free(err);
}

static void
assert_open_fails(const char *path, const struct ls_object_options *options,
    enum ls_error_code code, const char *words)
{
	struct ls_file *file = NULL;
	assert_error(ls_file_open(path, options, &file), code, words);
	assert_null(file);
}

/* One section is the same in both files, and there. */
static void
assert_same_section(const char *path, const char *other, enum ls_section which)
{
	struct ls_file *file = open_file(path);
	struct ls_file *other_file = open_file(other);
	struct ls_bytes bytes = section_of(file, which);
	struct ls_bytes other_bytes = section_of(other_file, which);
	if (bytes.size == 0 || bytes.size != other_bytes.size ||
	    memcmp(bytes.at, other_bytes.at, bytes.size) != 0)
		fail_msg("%s differs between %s and %s",
		    ls_section_name(which), path, other);
	ls_file_close(file);
	ls_file_close(other_file);
}

static void
an_executable_is_served_from_the_map(void **state)
{
	(void)state;
	struct ls_file *file = open_file("a.so");
	assert_int_equal(ls_file_image_count(file), 1);
	assert_false(ls_file_is_archive(file));
	const struct ls_image *image = ls_file_image(file, 0);
	assert_string_equal(ls_image_name(image), "a.so");
	assert_int_equal(ls_image_machine(image), 62); /* EM_X86_64 */
	assert_true(ls_image_is_64_bit(image));
	assert_false(ls_image_is_big_endian(image));
	assert_false(ls_image_is_relocatable(image));
	assert_string_equal(ls_image_build_id(image), "00112233445566778899");
	assert_null(ls_image_foreign(image));

	struct ls_bytes whole = ls_file_bytes(file);
	struct ls_bytes info = section_of(file, LS_SECTION_INFO);
	assert_true(info.size > 0 && info.at > whole.at &&
	    info.at + info.size < whole.at + whole.size);
	assert_int_equal(section_of(file, LS_SECTION_TYPES).size, 0);
	ls_file_close(file);
}

/* vmlinux is linked with --emit-relocs: the holes are filled already. */
static void
relocations_of_a_linked_file_are_left_alone(void **state)
{
	(void)state;
	RUN("gcc -g a.c -shared -fPIC -Wl,--emit-relocs -o emit.so");
	RUN("readelf -SW emit.so | grep -q rela.debug_info");
	RUN("gcc -g a.c -shared -fPIC -o noemit.so");
	assert_same_section("emit.so", "noemit.so", LS_SECTION_INFO);
}

/* gcc's -fno-merge-debug-strings forgets .debug_line_str. */
#define KEEP_STRINGS "objcopy --set-section-flags .debug_line_str=debug "
#define LINK_AT_0 "ld --no-check-sections -Ttext=0 -Tdata=0 -Tbss=0 -e 0 "

/*
 * With all sections at address 0 and strings not merged, a linker writes into
 * a file of one .o just what we write.
 */
static void
an_object_is_relocated_as_a_linker_would(void **state)
{
	(void)state;
	const char *const flags[] = { "-gdwarf-2", "-gdwarf-3", "-gdwarf-4",
		"-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz",
		"-gdwarf-4 -gz=zlib-gnu" };
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		RUN("gcc %s -fno-merge-debug-strings -fno-common -c a.c "
		    "-o rel.o",
		    flags[i]);
		RUN(KEEP_STRINGS "rel.o");
		RUN(LINK_AT_0 "rel.o -o rel 2>/dev/null");
		assert_same_section("rel.o", "rel", LS_SECTION_INFO);
		assert_same_section("rel.o", "rel", LS_SECTION_LINE);
		assert_same_section("rel.o", "rel", LS_SECTION_ARANGES);
	}
}

/* i386 has SHT_REL: the addend is in the hole. */
static void
addends_may_stand_in_place(void **state)
{
	(void)state;
	RUN("gcc -m32 -g -fno-merge-debug-strings -fno-common -fno-pic "
	    "-c a.c -o rel32.o");
	RUN(KEEP_STRINGS "rel32.o");
	RUN(LINK_AT_0 "-m elf_i386 rel32.o -o rel32 2>/dev/null");
	assert_same_section("rel32.o", "rel32", LS_SECTION_INFO);
	assert_same_section("rel32.o", "rel32", LS_SECTION_LINE);
	struct ls_file *file = open_file("rel32.o");
	assert_false(ls_image_is_64_bit(ls_file_image(file, 0)));
	assert_true(ls_image_is_relocatable(ls_file_image(file, 0)));
	ls_file_close(file);
}

/*
 * Every type unit is a section of its own in a COMDAT group.  The linker
 * joins them in order of the file, as we do; .debug_aranges then refers to
 * the last one, and so shows that symbols move with their section.
 */
static void
sections_of_one_name_are_joined(void **state)
{
	(void)state;
	const char *const versions[] = { "4", "5" };
	const enum ls_section where[] = { LS_SECTION_TYPES, LS_SECTION_INFO };
	for (size_t i = 0; i < 2; i++) {
		RUN("gcc -gdwarf-%s -fdebug-types-section -fno-common "
		    "-fno-merge-debug-strings -c a.c -o types.o",
		    versions[i]);
		RUN(LINK_AT_0 "types.o -o types 2>/dev/null");
		RUN("test $(readelf -SW types.o | grep -c '%s.*PROGBITS') "
		    "-ge 2",
		    ls_section_name(where[i]));
		assert_same_section("types.o", "types", where[i]);
		assert_same_section("types.o", "types", LS_SECTION_INFO);
		assert_same_section("types.o", "types", LS_SECTION_ABBREV);
		assert_same_section("types.o", "types", LS_SECTION_ARANGES);
	}
}

/*
 * DWARF 5, 7.26: .debug_str_offsets of one unit is its length, version,
 * padding, and then holes that must come to be where strings begin in
 * .debug_str.
 */
static void
assert_strings_found(const char *path)
{
	struct ls_file *file = open_file(path);
	bool is_big = ls_image_is_big_endian(ls_file_image(file, 0));
	struct ls_bytes strings = section_of(file, LS_SECTION_STR);
	struct ls_cursor c = ls_cursor(
	    section_of(file, LS_SECTION_STR_OFFSETS), 8, is_big);
	size_t conn_count = 0, count = 0;
	assert_true(ls_cursor_left(&c) >= 8 * 4);
	while (ls_cursor_left(&c) > 0) {
		uint64_t at = ls_read_u32(&c);
		struct ls_cursor s = ls_cursor(strings, at, is_big);
		assert_true(at == 0 || strings.at[at - 1] == '\0');
		conn_count += strcmp(ls_read_string(&s), "conn") == 0;
		assert_false(s.failed);
		count += at > 0;
	}
	assert_false(c.failed);
	assert_true(conn_count == 1 && count >= 7);
	ls_file_close(file);
}

static void
objects_of_other_machines_are_relocated(void **state)
{
	(void)state;
	const char *const targets[] = { "aarch64", "aarch64_be", "armv7",
		"armeb", "riscv32", "riscv64", "s390x", "powerpc", "powerpc64",
		"powerpc64le", "mips", "mipsel", "mips64", "mips64el", "i386",
		"x86_64" };
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		RUN("clang --target=%s-linux-gnu -gdwarf-5 -c a.c -o cross.o "
		    "2>/dev/null",
		    targets[i]);
		assert_strings_found("cross.o");
	}
	RUN("clang --target=bpf -gdwarf-5 -c a.c -o cross.o");
	assert_strings_found("cross.o");
}

/* AVR's relocations are its own, and its linked files have none. */
static void
an_unknown_machine_is_refused(void **state)
{
	(void)state;
	struct ls_bytes bytes;
	RUN("clang --target=avr -g -c a.c -o avr.o");
	struct ls_file *file = open_file("avr.o");
	assert_error(
	    ls_image_section(ls_file_image(file, 0), LS_SECTION_INFO, &bytes),
	    LS_ERROR_UNSUPPORTED,
	    "avr.o: .debug_info: relocations of machine");
	ls_file_close(file);
}

/* 0x02 (R_X86_64_PC32) in the first relocation's r_info. */
static void
an_unknown_relocation_is_refused(void **state)
{
	(void)state;
	struct ls_bytes bytes;
	RUN("as --64 -o reloc.o - <<'X'\n"
	    ".section .debug_info,\"\",@progbits\n"
	    "here: .long there - here\n"
	    ".section .other,\"\",@progbits\n"
	    "there:\n"
	    "X");
	struct ls_file *file = open_file("reloc.o");
	assert_error(
	    ls_image_section(ls_file_image(file, 0), LS_SECTION_INFO, &bytes),
	    LS_ERROR_UNSUPPORTED, "relocation type 2 of x86-64");
	ls_file_close(file);
}

static void
more_than_65535_sections_are_counted(void **state)
{
	(void)state;
	RUN("{ echo '.macro many n'; echo '.section .t\\n'; echo '.byte 1'; "
	    "echo '.endm'; i=0; while [ $i -lt 66000 ]; do "
	    "echo \"many $i\"; i=$((i+1)); done; "
	    "echo '.section .debug_str,\"\",@progbits'; "
	    "echo '.byte 0'; echo 'word: .asciz \"word\"'; "
	    "echo '.section .debug_info,\"\",@progbits'; "
	    "echo '.long word'; } | as -o many.o -");
	struct ls_file *file = open_file("many.o");
	struct ls_bytes info = section_of(file, LS_SECTION_INFO);
	assert_int_equal(info.size, 4);
	assert_memory_equal(info.at, "\1\0\0\0", 4);
	assert_int_equal(section_of(file, LS_SECTION_STR).size, 6);
	ls_file_close(file);
}

static void
compressed_sections_are_unpacked(void **state)
{
	(void)state;
	const char *const ways[] = { "zlib-gnu", "zlib-gabi" };
	for (size_t i = 0; i < 2; i++) {
		RUN("objcopy --compress-debug-sections=%s big.so z.so",
		    ways[i]);
		assert_false(can_run("cmp -s big.so z.so"));
		assert_same_section("big.so", "z.so", LS_SECTION_INFO);
		assert_same_section("big.so", "z.so", LS_SECTION_STR);
	}
}

/* A section of three numbers and a body, as an ELF64 .o. */
static void
compressed_section(const char *type, const char *size, const char *body)
{
	RUN("as -W --64 -o packed.o - <<'X'\n"
	    ".section .debug_info,\"2048\",@progbits\n"
	    ".long %s, 0\n"
	    ".quad %s, 1\n"
	    "%s\n"
	    "X",
	    type, size, body);
}

static void
assert_info_fails(const char *path, enum ls_error_code code, const char *words)
{
	struct ls_bytes bytes;
	struct ls_file *file = open_file(path);
	assert_error(
	    ls_image_section(ls_file_image(file, 0), LS_SECTION_INFO, &bytes),
	    code, words);
	ls_file_close(file);
}

static void
what_cannot_be_unpacked_is_named(void **state)
{
	(void)state;
	const char *zlib = ".byte 0x78,0x9c,0x4b,0x4c,0x4a,6,0,2,0x4d,1,0x27";
	compressed_section("1", "3", zlib); /* "abc" */
	struct ls_file *file = open_file("packed.o");
	assert_memory_equal(section_of(file, LS_SECTION_INFO).at, "abc", 3);
	ls_file_close(file);

	compressed_section("2", "3", zlib);
	assert_info_fails("packed.o", LS_ERROR_UNSUPPORTED, "zstd");
	compressed_section("7", "3", zlib);
	assert_info_fails("packed.o", LS_ERROR_UNSUPPORTED, "type 7");
	compressed_section("1", "1000000000000", zlib);
	assert_info_fails("packed.o", LS_ERROR_FORMAT, "claims 1000000000000");
	compressed_section("1", "2", zlib);
	assert_info_fails("packed.o", LS_ERROR_FORMAT, "stream");
	compressed_section("1", "4", zlib);
	assert_info_fails("packed.o", LS_ERROR_FORMAT, "stream");
	/* The checksum of something else. */
	compressed_section(
	    "1", "3", ".byte 0x78,0x9c,0x4b,0x4c,0x4a,6,0,2,0x4d,1,0x28");
	assert_info_fails("packed.o", LS_ERROR_FORMAT, "stream");
}

/* Two members, the second with a name of more than 16 characters. */
static void
assert_two_members(const char *path)
{
	char name[64];
	struct ls_file *file = open_file(path);
	assert_true(ls_file_is_archive(file));
	assert_int_equal(ls_file_image_count(file), 2);
	snprintf(name, sizeof(name), "%s(a.o)", path);
	assert_string_equal(ls_image_name(ls_file_image(file, 0)), name);
	snprintf(name, sizeof(name), "%s(a-name-longer-than-16.o)", path);
	assert_string_equal(ls_image_name(ls_file_image(file, 1)), name);
	ls_file_close(file);
	assert_same_section(path, "a.o", LS_SECTION_INFO);
}

static void
members_of_an_archive_are_images(void **state)
{
	(void)state;
	RUN("rm -f gnu.a; ar rcs gnu.a a.c a.o a-name-longer-than-16.o");
	assert_two_members("gnu.a");
	/* BSD's names stand before the bytes and count with them. */
	RUN("member() { n=${#1}; s=$(($(wc -c <$1) + n)); "
	    "printf '%%-16s%%-12s%%-6s%%-6s%%-8s%%-10s`\\n%%s' "
	    "\"#1/$n\" 0 0 0 644 $s $1; cat $1; "
	    "if [ $((s %% 2)) = 1 ]; then echo; fi; }; "
	    "{ printf '!<arch>\\n'; "
	    "member a.c; member a.o; member a-name-longer-than-16.o; "
	    "} >bsd.a");
	assert_two_members("bsd.a");
}

static void
a_broken_archive_is_an_error(void **state)
{
	(void)state;
	RUN("rm -f g.a; ar rcs g.a a.o; head -c -100 g.a >cut.a; "
	    "rm -f t.a; ar rcsT t.a a.o");
	assert_open_fails("cut.a", NULL, LS_ERROR_FORMAT,
	    "cut.a: broken archive: cut short in member 2");
	assert_open_fails("t.a", NULL, LS_ERROR_UNSUPPORTED, "thin archive");
	write_file("name.a",
	    "!<arch>\n/9              0           0     0     644     "
	    "4         `\nabcd",
	    8 + 60 + 4);
	assert_open_fails("name.a", NULL, LS_ERROR_FORMAT, "broken archive");
	write_file("none.a", "!<arch>\n", 8);
	struct ls_file *file = open_file("none.a");
	assert_int_equal(ls_file_image_count(file), 0);
	assert_true(ls_file_is_archive(file));
	ls_file_close(file);
}

static void
what_is_no_elf_has_no_image(void **state)
{
	(void)state;
	struct ls_file *file = open_file("a.c");
	assert_int_equal(ls_file_image_count(file), 0);
	assert_int_equal(ls_file_bytes(file).size, strlen(c_source));
	assert_string_equal(ls_file_path(file), "a.c");
	ls_file_close(file);
	RUN("clang -flto -g -c a.c -o bitcode.o");
	file = open_file("bitcode.o");
	assert_int_equal(ls_file_image_count(file), 0);
	ls_file_close(file);
}

static void
what_cannot_be_opened_is_told(void **state)
{
	(void)state;
	assert_open_fails("absent", NULL, LS_ERROR_SYSTEM,
	    "absent: No such file or directory");
	assert_open_fails("./", NULL, LS_ERROR_SYSTEM, "./: is a directory");
	write_file("empty", "", 0);
	assert_open_fails("empty", NULL, LS_ERROR_FORMAT, "empty: is empty");
	assert_open_fails(
	    "/dev/null", NULL, LS_ERROR_FORMAT, "/dev/null: is empty");
	RUN("head -c 3000 a.so >cut.so");
	assert_open_fails("cut.so", NULL, LS_ERROR_FORMAT, "cut short");
	RUN("head -c 20 a.so >cut.so");
	assert_open_fails("cut.so", NULL, LS_ERROR_FORMAT, "cut short");
}

static void
a_pipe_is_read_to_its_end(void **state)
{
	(void)state;
	RUN("rm -f pipe; mkfifo pipe; cat a.so >pipe &");
	assert_same_section("pipe", "a.so", LS_SECTION_INFO);
}

static void
standard_input_is_a_file_too(void **state)
{
	(void)state;
	assert_non_null(freopen("a.so", "rb", stdin));
	assert_same_section("-", "a.so", LS_SECTION_INFO);
}

/* strip, objcopy and gdb's rules for where to look. */
static void
a_debug_file_is_found_by_its_link(void **state)
{
	(void)state;
	RUN("rm -rf link && mkdir -p link/.debug && "
	    "objcopy --only-keep-debug noid.so link/p.debug && "
	    "cp noid.so link/p && strip link/p && "
	    "cd link && objcopy --add-gnu-debuglink=p.debug p");
	assert_same_section("link/p", "noid.so", LS_SECTION_INFO);
	RUN("mv link/p.debug link/.debug/");
	assert_same_section("link/p", "noid.so", LS_SECTION_INFO);

	RUN("mkdir -p dirs/$(pwd)/link && "
	    "mv link/.debug/p.debug dirs/$(pwd)/link/");
	const char *const dirs[] = { "elsewhere", "dirs", NULL };
	const struct ls_object_options options = { .debug_dirs = dirs };
	struct ls_file *file;
	assert_null(ls_file_open("link/p", &options, &file));
	assert_true(section_of(file, LS_SECTION_INFO).size > 0);
	ls_file_close(file);
}

static void
a_link_to_another_file_is_not_followed(void **state)
{
	(void)state;
	RUN("rm -rf link && mkdir -p link/.debug && "
	    "objcopy --only-keep-debug noid.so link/p.debug && "
	    "cp noid.so link/p && strip link/p && "
	    "cd link && objcopy --add-gnu-debuglink=p.debug p && "
	    "echo >>p.debug && cp ../a.c .debug/p.debug");
	struct ls_file *file = open_file("link/p");
	assert_int_equal(section_of(file, LS_SECTION_INFO).size, 0);
	struct ls_error *err = ls_image_no_types(
	    ls_file_image(file, 0), "no .debug_info");
	assert_int_equal(err->code, LS_ERROR_NO_TYPES);
	assert_string_equal(
	    err->text, "link/p: no type information (no .debug_info)");
	assert_non_null(strstr(err->details,
	    "looked for debuglink 'p.debug' in link/ (CRC differs), "
	    "link/.debug/ (not ELF), /usr/lib/debug/"));
	assert_non_null(strstr(err->details, "(absent)\nhint: build with -g"));
	ls_error_free(err);
	ls_file_close(file);
}

static void
a_debug_file_is_found_by_build_id(void **state)
{
	(void)state;
	RUN("rm -rf ids && mkdir -p ids/.build-id/00 && "
	    "cp a.so stripped && strip stripped && "
	    "objcopy --only-keep-debug a.so "
	    "ids/.build-id/00/112233445566778899.debug");
	const char *const dirs[] = { "ids", NULL };
	const struct ls_object_options options = { .debug_dirs = dirs };
	struct ls_file *file;
	assert_null(ls_file_open("stripped", &options, &file));
	assert_true(section_of(file, LS_SECTION_INFO).size > 0);
	ls_file_close(file);

	RUN("objcopy --only-keep-debug noid.so "
	    "ids/.build-id/00/112233445566778899.debug");
	assert_null(ls_file_open("stripped", &options, &file));
	assert_error(ls_image_no_types(ls_file_image(file, 0), "gone"),
	    LS_ERROR_NO_TYPES,
	    "looked for build-id 001122334455…: "
	    "ids/.build-id/00/112233….debug (no build-id)\nhint: ");
	ls_file_close(file);
}

static void
a_named_debug_file_must_belong(void **state)
{
	(void)state;
	RUN("cp a.so stripped && strip stripped && "
	    "objcopy --only-keep-debug a.so good.debug && "
	    "gcc -shared -g -Wl,--build-id=0x0102 a.o -o wrong.so");
	struct ls_object_options options = { .debug_file = "good.debug" };
	struct ls_file *file;
	assert_null(ls_file_open("stripped", &options, &file));
	assert_true(section_of(file, LS_SECTION_INFO).size > 0);
	ls_file_close(file);

	options.debug_file = "wrong.so";
	assert_open_fails("stripped", &options, LS_ERROR_FORMAT,
	    "wrong.so: not the debug file of stripped (build-id differs)");
	options.debug_file = "stripped";
	assert_open_fails(
	    "a.so", &options, LS_ERROR_NO_TYPES, "no type information");
	options.debug_file = "absent";
	assert_open_fails("stripped", &options, LS_ERROR_SYSTEM,
	    "absent: No such file or directory");
	options.debug_file = "a.c";
	assert_open_fails(
	    "stripped", &options, LS_ERROR_FORMAT, "a.c: not an ELF file");
}

static void
assert_foreign(const char *path, const char *what)
{
	struct ls_file *file = open_file(path);
	const char *foreign = ls_image_foreign(ls_file_image(file, 0));
	assert_true(what ? foreign && strcmp(foreign, what) == 0 : !foreign);
	ls_file_close(file);
}

static void
other_forms_of_types_are_named(void **state)
{
	(void)state;
	RUN("gcc -flto -g -c a.c -o lto.o && "
	    "gcc -flto -ffat-lto-objects -g -c a.c -o fat.o && "
	    "gcc -gsplit-dwarf -g -c a.c -o split.o && "
	    "echo x >x && objcopy --add-section .gnu_debugaltlink=x a.so "
	    "dwz.so && objcopy --add-section .llvmbc=x bare.o bc.o && "
	    "objcopy --add-section .stab=x bare.o stab.o");
	assert_foreign("lto.o", "gcc LTO");
	assert_foreign("fat.o", NULL);
	assert_foreign("split.dwo", "split DWARF (.debug_info.dwo)");
	assert_foreign("dwz.so", "dwz (.gnu_debugaltlink)");
	assert_foreign("bc.o", "LLVM bitcode");
	assert_foreign("stab.o", "stabs (.stab)");
	assert_foreign("a.o", NULL);
}

static void
an_object_without_types_has_a_hint(void **state)
{
	(void)state;
	struct ls_file *file = open_file("bare.o");
	struct ls_error *err = ls_image_no_types(
	    ls_file_image(file, 0), "no .debug_info");
	assert_string_equal(
	    err->text, "bare.o: no type information (no .debug_info)");
	assert_string_equal(err->details,
	    "hint: build with -g (gcc, clang) or "
	    "CARGO_PROFILE_RELEASE_DEBUG=full (cargo)\n");
	ls_error_free(err);
	ls_file_close(file);
}

/* All bytes of a file, in memory that ends where they end. */
static uint8_t *
read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	uint8_t *bytes = malloc(*size);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *size, file), *size);
	fclose(file);
	return bytes;
}

/* Open an image and ask for everything; true if nothing was an error. */
static bool
survives(const uint8_t *bytes, size_t size)
{
	struct ls_sections *sections;
	struct ls_bytes image = { bytes, size };
	bool sound = true;
	if (!ls_bytes_are_elf(image))
		return false;
	struct ls_error *err = ls_sections_open(image, &sections);
	if (err) {
		assert_true(err->text[0] != '\0');
		ls_error_free(err);
		return false;
	}
	for (int i = 0; i < LS_SECTION_COUNT; i++) {
		struct ls_bytes got = { NULL, 0 };
		err = ls_sections_get(sections, (enum ls_section)i, &got);
		sound &= !err;
		ls_error_free(err);
		unsigned sum = 0; /* every byte can be read */
		for (size_t k = 0; k < got.size; k++)
			sum += got.at[k];
		assert_true(sum <= 255 * got.size);
	}
	ls_sections_close(sections);
	return sound;
}

/* The inputs of the two tests below. */
static const char *const victims[] = { "a.o", "a.so", "z.o", "types.o",
	"rel32.o", "cross.o" };
#define VICTIM_COUNT (sizeof(victims) / sizeof(victims[0]))

static void
make_victims(void)
{
	RUN("gcc -g -gz -c a.c -o z.o && "
	    "gcc -m32 -g -c a.c -o rel32.o && "
	    "gcc -g -fdebug-types-section -c a.c -o types.o && "
	    "clang --target=mips64-linux-gnu -g -c a.c -o cross.o");
}

/* The table of sections stands last: a shorter file has lost some of it. */
static void
every_beginning_ends_cleanly(void **state)
{
	(void)state;
	make_victims();
	for (size_t i = 0; i < VICTIM_COUNT; i++) {
		size_t size;
		uint8_t *bytes = read_file(victims[i], &size);
		assert_true(survives(bytes, size));
		for (size_t cut = 0; cut < size; cut += 1 + cut / 200) {
			uint8_t *some = malloc(cut + 1);
			assert_non_null(some);
			memcpy(some, bytes, cut);
			some = realloc(some, cut ? cut : 1);
			assert_false(survives(some, cut));
			free(some);
		}
		free(bytes);
	}
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Broken here and there; headers and their table are hit more often. */
static void
broken_bytes_end_cleanly(void **state)
{
	(void)state;
	uint32_t seed = 20240607;
	make_victims();
	for (size_t i = 0; i < VICTIM_COUNT; i++) {
		size_t size;
		uint8_t *bytes = read_file(victims[i], &size);
		uint8_t *broken = malloc(size);
		assert_non_null(broken);
		for (int round = 0; round < 500; round++) {
			memcpy(broken, bytes, size);
			for (int k = 0; k <= round % 4; k++) {
				size_t at = next_random(&seed) % size;
				if (round % 3 == 0)
					at %= 64;
				if (round % 3 == 1)
					at = size - 1 - at % (size / 2);
				broken[at] = (uint8_t)next_random(&seed);
			}
			survives(broken, size);
		}
		free(broken);
		free(bytes);
	}
}

static void
broken_archives_end_cleanly(void **state)
{
	(void)state;
	uint32_t seed = 7;
	size_t size;
	RUN("rm -f f.a; ar rcs f.a a.o a-name-longer-than-16.o bare.o");
	uint8_t *bytes = read_file("f.a", &size);
	for (int round = 0; round < 2000; round++) {
		uint8_t *broken = malloc(size);
		assert_non_null(broken);
		memcpy(broken, bytes, size);
		for (int k = 0; k < 64; k++)
			broken[8 + next_random(&seed) % (size - 8)] = (uint8_t)
			    next_random(&seed);
		broken[8 + next_random(&seed) % 60] = '/';
		struct ls_archive archive;
		struct ls_member member;
		bool got = true;
		struct ls_error *err = ls_archive_open(
		    (struct ls_bytes){ broken, size }, &archive);
		while (!err && got) {
			err = ls_archive_next(&archive, &member, &got);
			if (!err && got && member.name.size)
				assert_true(member.name.at >= broken &&
				    member.name.at < broken + size);
		}
		ls_error_free(err);
		free(broken);
	}
	free(bytes);
}

/* Sections that lie over each other must not cost more than the file. */
static void
sections_over_each_other_are_refused(void **state)
{
	(void)state;
	size_t size;
	RUN("as --64 -o over.o - <<'X'\n"
	    ".section .debug_info,\"\",@progbits\n"
	    ".fill 3000, 1, 7\n"
	    ".section .debug_info,\"\",@progbits,unique,1\n"
	    ".fill 3000, 1, 8\n"
	    "X");
	uint8_t *bytes = read_file("over.o", &size);
	assert_true(survives(bytes, size));
	/* e_shoff; sh_offset and sh_size of those with 3000 bytes. */
	struct ls_bytes image = { bytes, size };
	struct ls_cursor c = ls_cursor(image, 0x28, false);
	size_t table = ls_read_u64(&c), grown = 0;
	for (size_t at = table; at + 64 <= size; at += 64) {
		c = ls_cursor(image, at + 0x20, false);
		if (ls_read_u64(&c) != 3000)
			continue;
		memset(bytes + at + 0x18, 0, 8);
		bytes[at + 0x20] = (uint8_t)(size & 0xff);
		bytes[at + 0x21] = (uint8_t)(size >> 8);
		grown++;
	}
	assert_int_equal(grown, 2);
	write_file("over2.o", bytes, size);
	assert_info_fails("over2.o", LS_ERROR_FORMAT, "lie over each other");
	free(bytes);
}

static char folder[] = "/tmp/test_object.XXXXXX";

static int
make_inputs(void **state)
{
	(void)state;
	if (!mkdtemp(folder) || chdir(folder) != 0)
		return -1;
	write_file("a.c", c_source, strlen(c_source));
	return !can_run(
	    "gcc -g -fPIC -c a.c -o a.o && gcc -c a.c -o bare.o && "
	    "gcc -shared -Wl,--build-id=0x00112233445566778899 a.o -o a.so && "
	    "gcc -shared -Wl,--build-id=none a.o -o noid.so && "
	    "cp a.o a-name-longer-than-16.o && "
	    "{ i=0; while [ $i -lt 100 ]; do "
	    "echo \"struct s$i { char a; int b[$i + 1]; } v$i;\"; "
	    "i=$((i+1)); done; } >big.c && "
	    "gcc -shared -fPIC -g big.c -o big.so");
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static int
remove_inputs(void **state)
{
	(void)state;
	return chdir("/") | nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_executable_is_served_from_the_map),
		cmocka_unit_test(relocations_of_a_linked_file_are_left_alone),
		cmocka_unit_test(an_object_is_relocated_as_a_linker_would),
		cmocka_unit_test(addends_may_stand_in_place),
		cmocka_unit_test(sections_of_one_name_are_joined),
		cmocka_unit_test(objects_of_other_machines_are_relocated),
		cmocka_unit_test(an_unknown_machine_is_refused),
		cmocka_unit_test(an_unknown_relocation_is_refused),
		cmocka_unit_test(more_than_65535_sections_are_counted),
		cmocka_unit_test(compressed_sections_are_unpacked),
		cmocka_unit_test(what_cannot_be_unpacked_is_named),
		cmocka_unit_test(members_of_an_archive_are_images),
		cmocka_unit_test(a_broken_archive_is_an_error),
		cmocka_unit_test(what_is_no_elf_has_no_image),
		cmocka_unit_test(what_cannot_be_opened_is_told),
		cmocka_unit_test(a_pipe_is_read_to_its_end),
		cmocka_unit_test(standard_input_is_a_file_too),
		cmocka_unit_test(a_debug_file_is_found_by_its_link),
		cmocka_unit_test(a_link_to_another_file_is_not_followed),
		cmocka_unit_test(a_debug_file_is_found_by_build_id),
		cmocka_unit_test(a_named_debug_file_must_belong),
		cmocka_unit_test(other_forms_of_types_are_named),
		cmocka_unit_test(an_object_without_types_has_a_hint),
		cmocka_unit_test(every_beginning_ends_cleanly),
		cmocka_unit_test(broken_bytes_end_cleanly),
		cmocka_unit_test(broken_archives_end_cleanly),
		cmocka_unit_test(sections_over_each_other_are_refused),
	};
	return cmocka_run_group_tests(tests, make_inputs, remove_inputs);
}
