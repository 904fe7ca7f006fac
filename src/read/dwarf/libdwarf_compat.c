/*
 * libdwarf_compat.c - libdwarf as we use it, whatever its version.
 *
 * Sections come in as bytes; a Dwarf_Debug over them goes out.
 */
#include "read/dwarf/libdwarf_compat.h"

#include <inttypes.h>
#include <pthread.h>

#include "base/error.h"

/*
 * The names and types that differ.  A section's index was 16 bits wide until
 * 0.7.
 */
#ifdef DW_LIBDWARF_VERSION_MAJOR
#if DW_LIBDWARF_VERSION_MAJOR == 0 && DW_LIBDWARF_VERSION_MINOR < 7
typedef Dwarf_Half section_index;
#else
typedef Dwarf_Unsigned section_index;
#endif
typedef Dwarf_Obj_Access_Section_a section_info;
typedef Dwarf_Obj_Access_Methods_a access_methods;
typedef Dwarf_Small byte_order;
#define SECTION_FIELD(name) as_##name
#define METHOD(name) om_##name
#define OBJECT ai_object
#define METHODS ai_methods
#define BIG_ENDIAN_OBJECT DW_END_big
#define LITTLE_ENDIAN_OBJECT DW_END_little
#else
typedef Dwarf_Half section_index;
typedef Dwarf_Obj_Access_Section section_info;
typedef Dwarf_Obj_Access_Methods access_methods;
typedef Dwarf_Endianness byte_order;
#define SECTION_FIELD(name) name
#define METHOD(name) name
#define OBJECT object
#define METHODS methods
#define BIG_ENDIAN_OBJECT DW_OBJECT_MSB
#define LITTLE_ENDIAN_OBJECT DW_OBJECT_LSB
#endif

/* ELF's SHT_PROGBITS: plain bytes. */
#define PLAIN_BYTES 1

/*
 * Section 0 is nothing, as in ELF; section n + 1 is our section n.  One that
 * is empty has no name, since 2021's takes an empty .debug_types amiss.
 */
static int
get_section_info(
    void *object, section_index index, section_info *ret, int *error)
{
	struct ls_libdwarf *libdwarf = object;
	(void)error;
	if (index > LS_SECTION_COUNT)
		return DW_DLV_NO_ENTRY;
	*ret = (section_info){ .SECTION_FIELD(name) = "" };
	if (index && libdwarf->sections[index - 1].size) {
		enum ls_section which = (enum ls_section)(index - 1);
		ret->SECTION_FIELD(name) = ls_section_name(which);
		ret->SECTION_FIELD(type) = PLAIN_BYTES;
		ret->SECTION_FIELD(size) = libdwarf->sections[which].size;
	}
	return DW_DLV_OK;
}

static byte_order
get_byte_order(void *object)
{
	struct ls_libdwarf *libdwarf = object;
	return libdwarf->is_big_endian ? BIG_ENDIAN_OBJECT
				       : LITTLE_ENDIAN_OBJECT;
}

/* 8 would make it look for the 64-bit format of old MIPS compilers. */
static Dwarf_Small
get_length_size(void *object)
{
	(void)object;
	return 4;
}

static Dwarf_Small
get_pointer_size(void *object)
{
	struct ls_libdwarf *libdwarf = object;
	return libdwarf->address_bytes;
}

static Dwarf_Unsigned
get_section_count(void *object)
{
	(void)object;
	return LS_SECTION_COUNT + 1;
}

static int
load_section(void *object, section_index index, Dwarf_Small **ret, int *error)
{
	struct ls_libdwarf *libdwarf = object;
	(void)error;
	if (!index || index > LS_SECTION_COUNT ||
	    !libdwarf->sections[index - 1].size)
		return DW_DLV_NO_ENTRY;
	/* Its type forgets const; it writes only where it relocates, and
	 * that we do not let it do. */
	*ret = (Dwarf_Small *)(uintptr_t)libdwarf->sections[index - 1].at;
	return DW_DLV_OK;
}

#ifdef DW_LIBDWARF_VERSION_MAJOR
/* It mistrusts a section that is larger than its file. */
static Dwarf_Unsigned
get_filesize(void *object)
{
	struct ls_libdwarf *libdwarf = object;
	Dwarf_Unsigned sum = 0;
	for (size_t i = 0; i < LS_SECTION_COUNT; i++)
		sum += libdwarf->sections[i].size;
	return sum;
}
#endif

static const access_methods methods = {
	.METHOD(get_section_info) = get_section_info,
	.METHOD(get_byte_order) = get_byte_order,
	.METHOD(get_length_size) = get_length_size,
	.METHOD(get_pointer_size) = get_pointer_size,
	.METHOD(get_section_count) = get_section_count,
	.METHOD(load_section) = load_section,
#ifdef DW_LIBDWARF_VERSION_MAJOR
	.METHOD(get_filesize) = get_filesize,
#endif
};

/* 2021's is not thread-safe where it opens and closes. */
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

struct ls_error *
ls_libdwarf_open(struct ls_libdwarf *libdwarf)
{
	libdwarf->interface = (ls_libdwarf_interface){
		.OBJECT = libdwarf,
		.METHODS = &methods,
	};
	libdwarf->debug = NULL;
	Dwarf_Error error = NULL;
	pthread_mutex_lock(&opening);
	/* Keep no list of all that was handed out: we free it ourselves, and
	 * the list costs more than the reading. */
	dwarf_set_de_alloc_flag(0);
	int result = dwarf_object_init_b(&libdwarf->interface, NULL, NULL,
	    DW_GROUPNUMBER_ANY, &libdwarf->debug, &error);
	pthread_mutex_unlock(&opening);
	if (result == DW_DLV_OK)
		return NULL;
	libdwarf->debug = NULL;
	if (result == DW_DLV_ERROR)
		return ls_libdwarf_error(libdwarf, error, LS_SECTION_INFO, 0);
	return ls_error_new(LS_ERROR_FORMAT, "libdwarf finds no DWARF in it");
}

void
ls_libdwarf_close(struct ls_libdwarf *libdwarf)
{
	if (!libdwarf->debug)
		return;
	pthread_mutex_lock(&opening);
#ifdef DW_LIBDWARF_VERSION_MAJOR
	(void)dwarf_object_finish(libdwarf->debug);
#else
	Dwarf_Error error = NULL;
	(void)dwarf_object_finish(libdwarf->debug, &error);
#endif
	pthread_mutex_unlock(&opening);
	libdwarf->debug = NULL;
}

struct ls_error *
ls_libdwarf_error(struct ls_libdwarf *libdwarf, Dwarf_Error error,
    enum ls_section where, uint64_t at)
{
	Dwarf_Unsigned number = dwarf_errno(error);
	struct ls_error *err = &ls_error_nomem;
	if (number != DW_DLE_ALLOC_FAIL && number != DW_DLE_MAF)
		err = ls_error_new(LS_ERROR_FORMAT,
		    "%s+0x%" PRIx64 ": libdwarf: %s", ls_section_name(where),
		    at, dwarf_errmsg(error));
	dwarf_dealloc_error(libdwarf->debug, error);
	return err;
}

int
ls_libdwarf_formref(Dwarf_Attribute attr, Dwarf_Off *ret, Dwarf_Error *error)
{
#ifdef DW_LIBDWARF_VERSION_MAJOR
	/* Also says in which section; it is always the attribute's own. */
	Dwarf_Bool is_info = 0;
	return dwarf_formref(attr, ret, &is_info, error);
#else
	return dwarf_formref(attr, ret, error);
#endif
}
