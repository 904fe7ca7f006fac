"""The promises that ideas make: sources before and after the change.

Each case: the kind of the idea, the type that it stands at, what becomes
smaller (the type itself, or an Option or Result of it), the source before,
and the source after the idea was followed, by hand, as its text says.
"""

CASES = []


def case(kind, at, measured, before, after):
    CASES.append((kind, at, measured, before, after))


# ---- box-variant ----

for size in (6, 9, 40, 200):
    case("box-variant", "T", "T",
         "pub enum T { Idle, Read { fd: i32, len: u64 }, Write(Vec<u8>), "
         f"Close(Option<bool>), Big([u64; {size}]) }}",
         "pub enum T { Idle, Read { fd: i32, len: u64 }, Write(Vec<u8>), "
         f"Close(Option<bool>), Big(Box<[u64; {size}]>) }}")
    case("box-variant", "T", "T",
         f"pub enum T {{ A(u8), B, C([u32; {4 * size}]) }}",
         f"pub enum T {{ A(u8), B, C(Box<[u32; {4 * size}]>) }}")
    case("box-variant", "T", "T",
         f"pub enum T {{ A(u64, u64), B {{ x: u8, y: [u64; {size}] }} }}",
         f"pub enum T {{ A(u64, u64), B {{ x: u8, y: Box<[u64; {size}]> }} }}")
    case("box-variant", "T", "T",
         f"pub enum T {{ A(String), B(String, [u16; {4 * size}], char) }}",
         "pub enum T { A(String), "
         f"B(Box<(String, [u16; {4 * size}], char)>) }}")
case("box-variant", "T", "T",
     "pub struct Big { a: String, b: [u64; 20], c: bool } "
     "pub enum T { One(Big), Two(u32) }",
     "pub struct Big { a: String, b: [u64; 20], c: bool } "
     "pub enum T { One(Box<Big>), Two(u32) }")
case("box-variant", "T", "T",
     "pub enum T { A, B([u64; 12]) }", "pub enum T { A, B(Box<[u64; 12]>) }")

# ---- nonzero ----

for word in ("u8", "u16", "u32", "u64", "i64", "usize", "u128"):
    non = "NonZero" + word[0].upper() + word[1:]
    case("nonzero", "T", "T",
         f"pub struct T {{ a: Option<{word}>, b: {word} }}",
         f"pub struct T {{ a: Option<{non}>, b: {word} }}")
    case("nonzero", "T", "T",
         f"pub struct T {{ a: Option<{word}>, b: Option<{word}>, "
         f"c: Option<{word}> }}",
         f"pub struct T {{ a: Option<{non}>, b: Option<{non}>, "
         f"c: Option<{non}> }}")
    case("nonzero", "T", "Option<T>",
         f"pub struct T({word}); pub struct Holder(Option<T>);",
         f"pub struct T({non}); pub struct Holder(Option<T>);")
    case("nonzero", "T", "Option<T>",
         f"pub struct T {{ at: u32, id: {word} }} "
         "pub struct Holder { it: Option<T>, other: u16 }",
         f"pub struct T {{ at: u32, id: {non} }} "
         "pub struct Holder { it: Option<T>, other: u16 }")
case("nonzero", "T", "T",
     "pub enum T { A(Option<u64>), B([u8; 12]) }",
     "pub enum T { A(Option<NonZeroU64>), B([u8; 12]) }")

for count in (2, 3, 8):
    case("nonzero", "T", "T",
         f"pub struct T {{ a: [Option<u32>; {count}], b: u8 }}",
         f"pub struct T {{ a: [Option<NonZeroU32>; {count}], b: u8 }}")
    case("nonzero", "T", "T",
         f"pub struct T {{ a: [[Option<u64>; 2]; {count}] }}",
         f"pub struct T {{ a: [[Option<NonZeroU64>; 2]; {count}] }}")
case("nonzero", "T", "Option<Outer>",
     "pub struct T(u64); pub struct Outer(T); "
     "pub struct Holder { a: Option<Outer>, b: u8 }",
     "pub struct T(NonZeroU64); pub struct Outer(T); "
     "pub struct Holder { a: Option<Outer>, b: u8 }")
case("nonzero", "T", "Option<Outer>",
     "pub struct T { id: u32, at: u32 } pub struct Inner(T); "
     "pub struct Outer { it: Inner } pub struct Holder(Option<Outer>, u16);",
     "pub struct T { id: NonZeroU32, at: u32 } pub struct Inner(T); "
     "pub struct Outer { it: Inner } pub struct Holder(Option<Outer>, u16);")

# ---- drop-variant ----

for inside in ("&'static u64", "Box<u8>", "fn()", "NonZeroU32"):
    case("drop-variant", "T", "Option<T>",
         f"pub enum T {{ A({inside}), B }} pub struct Holder(Option<T>);",
         f"pub enum T {{ A({inside}) }} pub struct Holder(Option<T>);")
VALUES = [f"V{i}" for i in range(256)]
case("drop-variant", "T", "Option<T>",
     f"pub enum T {{ {', '.join(VALUES)} }} "
     "pub struct Holder { a: Option<T>, b: u8 }",
     f"pub enum T {{ {', '.join(VALUES[:-1])} }} "
     "pub struct Holder { a: Option<T>, b: u8 }")
case("drop-variant", "T", "Option<T>",
     f"pub enum T {{ A(bool), {', '.join(VALUES[:254])} }} "
     "pub struct Holder(Option<T>);",
     f"pub enum T {{ A(bool), {', '.join(VALUES[:253])} }} "
     "pub struct Holder(Option<T>);")

# ---- join-tags ----

for word, count in (("f64", 2), ("f64", 3), ("u64", 9), ("f32", 4),
                    ("u16", 5), ("u8", 8)):
    case("join-tags", "T", "T",
         "pub struct T { " + "".join(
             f"f{i}: Option<{word}>, " for i in range(count)) + "}",
         "pub struct T { " + "".join(
             f"f{i}: {word}, " for i in range(count))
         + ("has: u8 }" if count <= 8 else "has: u16 }"))

# ---- join-flags ----

for count, word in ((5, "u8"), (6, "u8"), (8, "u8"), (9, "u16"),
                    (13, "u16"), (20, "u32")):
    flags = "".join(f"f{i}: bool, " for i in range(count))
    case("join-flags", "T", "T",
         f"pub struct T {{ at: u32, {flags}}}",
         f"pub struct T {{ at: u32, flags: {word} }}")
    if count >= 8:
        case("join-flags", "T", "T",
             f"pub struct T {{ at: u64, to: Box<u8>, {flags}on: [bool; 1] }}",
             f"pub struct T {{ at: u64, to: Box<u8>, flags: {word}, "
             "on: [bool; 1] }")
case("join-flags", "T", "T",
     "pub enum Kind { A, B, C } pub struct T { at: u16, kind: Kind, "
     "open: bool, kind2: Kind }",
     "pub enum Kind { A, B, C } pub struct T { at: u16, flags: u8 }")

# ---- merge-enums ----

case("merge-enums", "T", "T",
     "pub enum In { A(u32), B(u32) } pub enum T { In(In), C(u32, u16) }",
     "pub enum T { A(u32), B(u32), C(u32, u16) }")
case("merge-enums", "T", "T",
     "pub enum In { A(u64), B } pub enum T { D, In(In), C(u64, u32) }",
     "pub enum T { D, A(u64), B, C(u64, u32) }")
case("merge-enums", "T", "T",
     "pub enum In { A(u16), B(u8) } pub enum T { C(u16, u8), In(In) }",
     "pub enum T { C(u16, u8), A(u16), B(u8) }")

# ---- drop-repr ----

case("drop-repr", "T", "T",
     "#[repr(C)] pub struct T { a: u8, b: u64, c: u8 }",
     "pub struct T { a: u8, b: u64, c: u8 }")
case("drop-repr", "T", "T",
     "#[repr(C)] pub struct T { a: u8, b: String, c: u16, d: u32, e: u8 }",
     "pub struct T { a: u8, b: String, c: u16, d: u32, e: u8 }")
case("drop-repr", "T", "T",
     "#[repr(C, align(16))] pub struct T { a: u8, b: u64, c: u8, d: u64, "
     "e: u8 }",
     "#[repr(align(16))] pub struct T { a: u8, b: u64, c: u8, d: u64, "
     "e: u8 }")
for repr_ in ("u8", "C", "C, u8", "u32", "i8", "u64"):
    case("drop-repr", "T", "T",
         f"#[repr({repr_})] pub enum T {{ A(&'static u8), B }}",
         "pub enum T { A(&'static u8), B }")
for repr_ in ("C", "C, u8", "C, u16"):
    case("drop-repr", "T", "T",
         f"#[repr({repr_})] pub enum T {{ A(u8, u32), B(u16, u16), C }}",
         "pub enum T { A(u8, u32), B(u16, u16), C }")
for repr_ in ("u16", "u32", "u64", "C", "usize"):
    case("drop-repr", "T", "T",
         f"#[repr({repr_})] pub enum T {{ A, B, C = 9 }}",
         "pub enum T { A, B, C = 9 }")

# ---- swap-cell ----

for inner in ("bool", "&'static u8", "char", "Ordering"):
    case("swap-cell", "T", "T",
         f"pub struct T {{ a: Option<Cell<{inner}>> }}",
         f"pub struct T {{ a: Cell<Option<{inner}>> }}")

    for cell in ("RefCell", "Mutex", "RwLock"):
        case("swap-cell", "T", "T",
             f"pub struct T {{ a: Option<{cell}<{inner}>>, b: [u32; 2] }}",
             f"pub struct T {{ a: {cell}<Option<{inner}>>, b: [u32; 2] }}")
case("swap-cell", "T", "T",
     "pub enum T { A(Option<RefCell<Box<u8>>>), B(u8), "
     "C { it: Option<Mutex<Box<u8>>> } }",
     "pub enum T { A(RefCell<Option<Box<u8>>>), B(u8), "
     "C { it: Mutex<Option<Box<u8>>> } }")
case("swap-cell", "T", "T",
     "pub struct T { a: Option<RefCell<String>>, b: Option<Mutex<u8>> }",
     "pub struct T { a: RefCell<Option<String>>, b: Mutex<Option<u8>> }")

# ---- renumber ----

case("renumber", "T", "Option<T>",
     "#[repr(i8)] pub enum T { A = -128, B = 0, C = 127 } "
     "pub struct Holder(Option<T>);",
     "pub enum T { A, B, C } pub struct Holder(Option<T>);")
case("renumber", "T", "Option<T>",
     "pub enum T { A = 0, B = 1, C = 2, D = 255 } "
     "pub struct Holder(Option<T>);",
     "pub enum T { A, B, C, D } pub struct Holder(Option<T>);")

# ---- box-slice ----

case("box-slice", "T", "T", "pub struct T { a: String, b: u32 }",
     "pub struct T { a: Box<str>, b: u32 }")
case("box-slice", "T", "T",
     "pub struct T { a: String, b: Vec<u16>, c: PathBuf, d: OsString }",
     "pub struct T { a: Box<str>, b: Box<[u16]>, c: Box<std::path::Path>, "
     "d: Box<std::ffi::OsStr> }")
case("box-slice", "T", "T",
     "pub struct T { a: Option<String>, b: Option<Vec<u8>>, c: bool }",
     "pub struct T { a: Option<Box<str>>, b: Option<Box<[u8]>>, c: bool }")
case("box-slice", "T", "T",
     "pub enum T { A(String), B(u8) }", "pub enum T { A(Box<str>), B(u8) }")
case("box-slice", "T", "T",
     "pub enum T { A(Vec<u8>), B }", "pub enum T { A(Box<[u8]>), B }")

# ---- box-error ----

for size in (16, 40, 100):
    case("box-error", "T", "Result<u8, T>",
         f"pub struct T {{ what: [u64; {size}] }} "
         "pub struct Holder(Result<u8, T>);",
         f"pub struct Real {{ what: [u64; {size}] }} "
         "pub type T = Box<Real>; pub struct Holder(Result<u8, T>);")
    case("box-error", "T", "Result<String, T>",
         f"pub enum T {{ A(String), B([u32; {2 * size}]) }} "
         "pub struct Holder(Result<String, T>);",
         f"pub enum Real {{ A(String), B([u32; {2 * size}]) }} "
         "pub type T = Box<Real>; pub struct Holder(Result<String, T>);")

# ---- what no source can follow: the member's type is the argument ----

SILENT = [
    ("T<u64>", "pub struct T<X> { a: Option<X>, b: X, c: u8 }"),
    ("T<String>", "pub struct T<X> { a: Option<X>, b: X, c: u8 }"),
    ("T<Option<u64>>", "pub struct T<X> { a: X, c: u8 }"),
    # nothing is won: no niche inside, or padding swallows it
    ("T", "use std::sync::RwLock; "
     "pub struct T { a: Option<RwLock<bool>>, b: [u64; 2] }"),
    ("T", "use std::cell::RefCell; pub struct T { a: Option<RefCell<u64>> }"),
    ("T<u8, u64>", "pub enum T<Y, X> { A(Y, Option<X>), B(X) }"),
]
