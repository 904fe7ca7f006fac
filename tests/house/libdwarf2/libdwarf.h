/*
 * libdwarf.h - as much of libdwarf 2's interface as the program uses.
 *
 * For -fsyntax-only, where the machine has an older libdwarf: the types and
 * prototypes of its manual, no more.  dwarf.h, which is the standard's
 * numbers, is the machine's.  What is not here the program must not use.
 */
#ifndef TESTS_LIBDWARF2_H
#define TESTS_LIBDWARF2_H

#define DW_LIBDWARF_VERSION_MAJOR 2
#define DW_LIBDWARF_VERSION_MINOR 1
#define DW_LIBDWARF_VERSION_MICRO 0

#define DW_DLV_NO_ENTRY -1
#define DW_DLV_OK 0
#define DW_DLV_ERROR 1
#define DW_GROUPNUMBER_ANY 0
#define DW_DLA_BLOCK 0x06
#define DW_DLA_LIST 0x0f
#define DW_DLE_MAF 8
#define DW_DLE_ALLOC_FAIL 62

typedef unsigned long long Dwarf_Unsigned;
typedef signed long long Dwarf_Signed;
typedef unsigned long long Dwarf_Off;
typedef unsigned long long Dwarf_Addr;
typedef int Dwarf_Bool;
typedef unsigned short Dwarf_Half;
typedef unsigned char Dwarf_Small;
typedef void *Dwarf_Ptr;

typedef struct Dwarf_Debug_s *Dwarf_Debug;
typedef struct Dwarf_Die_s *Dwarf_Die;
typedef struct Dwarf_Attribute_s *Dwarf_Attribute;
typedef struct Dwarf_Error_s *Dwarf_Error;
typedef void (*Dwarf_Handler)(Dwarf_Error, Dwarf_Ptr);

typedef struct Dwarf_Form_Data16_s {
	unsigned char fd_data[16];
} Dwarf_Form_Data16;

typedef struct Dwarf_Sig8_s {
	char signature[8];
} Dwarf_Sig8;

typedef struct Dwarf_Block_s {
	Dwarf_Unsigned bl_len;
	Dwarf_Ptr bl_data;
	Dwarf_Small bl_from_loclist;
	Dwarf_Unsigned bl_section_offset;
} Dwarf_Block;

/* An object file that libdwarf does not read itself. */

typedef struct Dwarf_Obj_Access_Section_a_s {
	const char *as_name;
	Dwarf_Unsigned as_type, as_flags;
	Dwarf_Addr as_addr;
	Dwarf_Unsigned as_offset, as_size, as_link, as_info;
	Dwarf_Unsigned as_addralign, as_entrysize;
} Dwarf_Obj_Access_Section_a;

enum Dwarf_Sec_Alloc_Pref {
	Dwarf_Alloc_None,
	Dwarf_Alloc_Malloc,
	Dwarf_Alloc_Mmap,
};

typedef struct Dwarf_Obj_Access_Methods_a_s {
	int (*om_get_section_info)(
	    void *, Dwarf_Unsigned, Dwarf_Obj_Access_Section_a *, int *);
	Dwarf_Small (*om_get_byte_order)(void *);
	Dwarf_Small (*om_get_length_size)(void *);
	Dwarf_Small (*om_get_pointer_size)(void *);
	Dwarf_Unsigned (*om_get_filesize)(void *);
	Dwarf_Unsigned (*om_get_section_count)(void *);
	int (*om_load_section)(void *, Dwarf_Unsigned, Dwarf_Small **, int *);
	int (*om_relocate_a_section)(
	    void *, Dwarf_Unsigned, Dwarf_Debug, int *);
	int (*om_load_section_a)(void *, Dwarf_Unsigned,
	    enum Dwarf_Sec_Alloc_Pref *, Dwarf_Small **, Dwarf_Unsigned *,
	    Dwarf_Small **, Dwarf_Unsigned *, Dwarf_Unsigned *, int *);
	void (*om_finish)(void *);
} Dwarf_Obj_Access_Methods_a;

typedef struct Dwarf_Obj_Access_Interface_a_s {
	void *ai_object;
	const Dwarf_Obj_Access_Methods_a *ai_methods;
} Dwarf_Obj_Access_Interface_a;

int dwarf_object_init_b(Dwarf_Obj_Access_Interface_a *, Dwarf_Handler,
    Dwarf_Ptr, unsigned int, Dwarf_Debug *, Dwarf_Error *);
int dwarf_object_finish(Dwarf_Debug);
int dwarf_set_de_alloc_flag(int);

Dwarf_Unsigned dwarf_errno(Dwarf_Error);
char *dwarf_errmsg(Dwarf_Error);
void dwarf_dealloc(Dwarf_Debug, void *, Dwarf_Unsigned);
void dwarf_dealloc_error(Dwarf_Debug, Dwarf_Error);
void dwarf_dealloc_die(Dwarf_Die);
void dwarf_dealloc_attribute(Dwarf_Attribute);

int dwarf_next_cu_header_d(Dwarf_Debug, Dwarf_Bool, Dwarf_Unsigned *,
    Dwarf_Half *, Dwarf_Off *, Dwarf_Half *, Dwarf_Half *, Dwarf_Half *,
    Dwarf_Sig8 *, Dwarf_Unsigned *, Dwarf_Unsigned *, Dwarf_Half *,
    Dwarf_Error *);
int dwarf_offdie_b(
    Dwarf_Debug, Dwarf_Off, Dwarf_Bool, Dwarf_Die *, Dwarf_Error *);
int dwarf_tag(Dwarf_Die, Dwarf_Half *, Dwarf_Error *);
int dwarf_die_abbrev_children_flag(Dwarf_Die, Dwarf_Half *);
int dwarf_attrlist(
    Dwarf_Die, Dwarf_Attribute **, Dwarf_Signed *, Dwarf_Error *);
int dwarf_attr_offset(Dwarf_Die, Dwarf_Attribute, Dwarf_Off *, Dwarf_Error *);

int dwarf_whatattr(Dwarf_Attribute, Dwarf_Half *, Dwarf_Error *);
int dwarf_whatform(Dwarf_Attribute, Dwarf_Half *, Dwarf_Error *);
int dwarf_formref(Dwarf_Attribute, Dwarf_Off *, Dwarf_Bool *, Dwarf_Error *);
int dwarf_formsig8(Dwarf_Attribute, Dwarf_Sig8 *, Dwarf_Error *);
int dwarf_formudata(Dwarf_Attribute, Dwarf_Unsigned *, Dwarf_Error *);
int dwarf_formsdata(Dwarf_Attribute, Dwarf_Signed *, Dwarf_Error *);
int dwarf_formdata16(Dwarf_Attribute, Dwarf_Form_Data16 *, Dwarf_Error *);
int dwarf_formflag(Dwarf_Attribute, Dwarf_Bool *, Dwarf_Error *);
int dwarf_formblock(Dwarf_Attribute, Dwarf_Block **, Dwarf_Error *);
int dwarf_formexprloc(
    Dwarf_Attribute, Dwarf_Unsigned *, Dwarf_Ptr *, Dwarf_Error *);
int dwarf_formstring(Dwarf_Attribute, char **, Dwarf_Error *);

#endif
