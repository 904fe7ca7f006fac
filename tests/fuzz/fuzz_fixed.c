/*
 * fuzz_fixed.c - a program and its baseline that are always the same, for
 * targets that hold something else against them.
 */
#include "fuzz.h"

#define HEAD "{\"schema\": \"layoutscope/1\", "
#define TARGET                                                            \
	"\"target\": \"x86_64\", \"pointer_bytes\": 8, \"endian\": "      \
	"\"little\", \"cacheline_bytes\": 64, \"producers\": [\"GNU C17 " \
	"12.2.0\"]"
#define MEMBER(name, type, offset, size)                          \
	"{\"name\": \"" name "\", \"type\": \"" type              \
	"\", \"offset_bytes\": " offset ", \"size_bytes\": " size \
	", \"align_bytes\": " size "}"

const char fuzz_program[] = HEAD
    "\"input\": {\"file\": \"a\", " TARGET "}, \"types\": ["
    "{\"id\": 1, \"name\": \"conn\", \"kind\": \"struct\", \"lang\": \"c\", "
    "\"decl\": {\"file\": \"conn.c\", \"line\": 3, \"column\": 8}, "
    "\"size_bytes\": 24, \"align_bytes\": 8, \"align_from\": \"members\", "
    "\"members\": [" MEMBER("id", "char", "0", "1") ", " MEMBER("x",
	"long int", "8",
	"8") ", "
	     "{\"name\": \"b\", \"type\": \"int\", \"offset_bytes\": 16, "
	     "\"size_bytes\": 4, \"bit_offset\": 128, \"bit_size\": 3}, "
	     "{\"name\": null, \"type\": \"union {...}\", \"offset_bytes\": 20, "
	     "\"size_bytes\": 4, \"members\": [" MEMBER(
		 "i", "int", "20", "4") ", " MEMBER("f", "float", "20",
		 "4") "]}]},"
		      "{\"id\": 2, \"name\": \"ring\", \"kind\": \"struct\", \"lang\": \"c\", "
		      "\"decl\": null, \"size_bytes\": 32, \"align_bytes\": 8, "
		      "\"align_from\": \"members\", \"members\": ["
		      "{\"name\": \"c\", \"type\": \"struct conn\", \"type_id\": 1, "
		      "\"offset_bytes\": 0, \"size_bytes\": 24, \"align_bytes\": 8}, " MEMBER(
			  "n", "int", "24",
			  "4") "]},"
			       "{\"id\": 3, \"name\": \"app::State\", \"kind\": \"enum\", \"lang\": "
			       "\"rust\", \"decl\": null, \"size_bytes\": 16, \"align_bytes\": 8, "
			       "\"align_from\": \"dwarf\", \"niche\": {\"offset_bytes\": 0, "
			       "\"size_bytes\": 1, \"available\": \"254\", \"in\": \"tag\"}, \"tag\": "
			       "{\"encoding\": \"direct\", \"offset_bytes\": 0, \"size_bytes\": 1, "
			       "\"type\": \"u8\"}, \"variants\": [{\"name\": \"Idle\", \"discr\": "
			       "\"0\", \"used_bytes\": 1, \"members\": []}, {\"name\": \"Busy\", "
			       "\"discr\": \"1\", \"used_bytes\": 9, \"members\": [" MEMBER(
				   "__0", "u64", "8",
				   "8") "]}]},"
					"{\"id\": 4, \"name\": \"app::Id\", \"kind\": \"struct\", \"lang\": "
					"\"rust\", \"decl\": null, \"size_bytes\": 4, \"align_bytes\": 4, "
					"\"align_from\": \"dwarf\", \"niche\": null, \"members\": [" MEMBER(
					    "__0", "u32", "0",
					    "4") "]}], \"typedefs\": [{\"name\": "
						 "\"conn_t\", \"id\": 1}]}";

const char fuzz_baseline[] = HEAD
    "\"baseline\": true,\n\"input\": {" TARGET "},\n\"types\": [\n"
    "{\"name\": \"conn\", \"kind\": \"struct\", \"lang\": \"c\", "
    "\"size_bytes\": 16, \"align_bytes\": 8, \"layout\": [\"id\", 1, 7, "
    "\"x\", 8]},\n{\"name\": \"app::State\", \"kind\": \"enum\", \"lang\": "
    "\"rust\", \"size_bytes\": 8, \"align_bytes\": 8, \"niche\": null, "
    "\"tag\": {\"encoding\": \"niche\", \"offset_bytes\": 0, "
    "\"size_bytes\": 8, \"type\": \"u64\", \"in\": \"Busy.__0\"}, "
    "\"variants\": [{\"name\": \"Idle\", \"discr\": \"0\", \"layout\": []}, "
    "{\"name\": \"Busy\", \"discr\": null, \"layout\": [\"__0\", 8]}]}\n"
    "]}\n";
