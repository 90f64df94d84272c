/* A PKCS#11 2.40 module that passes every call on to the module at TAMGA_TEST_REAL_MODULE, and can be pulled out: while the
 * folder TAMGA_TEST_DEVICE holds a file `removed`, there is no token and every session is dead; a file `replugged` ends all
 * sessions once; a file `full` makes the next C_CreateObject fail, a file `choosy` the
 * next C_InitPIN refuse the PIN's length; a file `whole` hides CKM_EDDSA and CKM_ECDSA, so that only hashing mechanisms sign;
 * a file `hardware` says that every slot is one of hardware. No PKCS#11 header is needed: a CK_FUNCTION_LIST is a version and 68 pointers, and all arguments are words. */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*call)(word, word, word, word, word, word, word, word);
typedef word (*get_list)(void *);
struct list {
    unsigned char major, minor;
    call f[68];
};

enum { GET_SLOT_LIST = 4, GET_SLOT_INFO = 5, GET_MECHANISM_LIST = 7, INIT_TOKEN = 9, INIT_PIN = 10, OPEN_SESSION = 12, CLOSE_ALL_SESSIONS = 14, CREATE_OBJECT = 20 };
enum { CKM_ECDSA = 0x1041, CKM_EDDSA = 0x1057 };
enum { SLOT_DESCRIPTION_LEN = 64, SLOT_MANUFACTURER_LEN = 32, CKF_HW_SLOT = 4 };
enum { PIN_LEN_RANGE = 0xa2, DEVICE_MEMORY = 0x31, DEVICE_REMOVED = 0x32, TOKEN_NOT_PRESENT = 0xe0 };

static struct list *real, ours;

static int there(const char *name, char *path, size_t len) {
    const char *folder = getenv("TAMGA_TEST_DEVICE");
    if (!folder) return 0;
    snprintf(path, len, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void end_sessions(void) {
    word slots[256], count = 256;
    if (real->f[GET_SLOT_LIST](1, (word)slots, (word)&count, 0, 0, 0, 0, 0)) return;
    for (word i = 0; i < count; i++) real->f[CLOSE_ALL_SESSIONS](slots[i], 0, 0, 0, 0, 0, 0, 0);
}

/* Whether the device is away. */
static int away(void) {
    static int noticed;
    char path[4096];
    if (there("replugged", path, sizeof path)) {
        end_sessions();
        unlink(path);
    }
    if (!there("removed", path, sizeof path)) return noticed = 0;
    if (!noticed) end_sessions();
    return noticed = 1;
}

static word pass(int n, word a, word b, word c, word d, word e, word f, word g, word h) {
    if (n >= GET_SLOT_LIST && away()) {
        if (n == GET_SLOT_LIST) return *(word *)c = 0;
        return n <= INIT_TOKEN || n == OPEN_SESSION ? TOKEN_NOT_PRESENT : DEVICE_REMOVED;
    }
    char path[4096];
    if (n == CREATE_OBJECT && there("full", path, sizeof path)) {
        unlink(path);
        return DEVICE_MEMORY;
    }
    if (n == INIT_PIN && there("choosy", path, sizeof path)) {
        unlink(path);
        return PIN_LEN_RANGE;
    }
    word result = real->f[n](a, b, c, d, e, f, g, h);
    if (n == GET_MECHANISM_LIST && !result && b && there("whole", path, sizeof path)) {
        word *list = (word *)b, *count = (word *)c, kept = 0;
        for (word i = 0; i < *count; i++)
            if (list[i] != CKM_ECDSA && list[i] != CKM_EDDSA) list[kept++] = list[i];
        *count = kept;
    }
    if (n == GET_SLOT_INFO && !result && there("hardware", path, sizeof path))
        *(word *)(b + SLOT_DESCRIPTION_LEN + SLOT_MANUFACTURER_LEN) |= CKF_HW_SLOT;
    return result;
}

#define F(n) \
    static word f##n(word a, word b, word c, word d, word e, word f, word g, word h) { return pass(n, a, b, c, d, e, f, g, h); }
#define ALL(X) \
    X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) \
    X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31) X(32) X(33) X(34) X(35) X(36) X(37) X(38) X(39) \
    X(40) X(41) X(42) X(43) X(44) X(45) X(46) X(47) X(48) X(49) X(50) X(51) X(52) X(53) X(54) X(55) X(56) X(57) X(58) \
    X(59) X(60) X(61) X(62) X(63) X(64) X(65) X(66) X(67)
ALL(F)
#define SET(n) ours.f[n] = f##n;

word C_GetFunctionList(struct list **out) {
    void *library = dlopen(getenv("TAMGA_TEST_REAL_MODULE"), RTLD_NOW);
    if (!library) return 6;
    get_list of_real = (get_list)dlsym(library, "C_GetFunctionList");
    if (!of_real || of_real(&real)) return 6;
    ours.major = real->major;
    ours.minor = real->minor;
    ALL(SET)
    *out = &ours;
    return 0;
}
