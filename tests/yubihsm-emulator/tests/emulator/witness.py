"""Drives the emulator with the vendor's own client (PyPI `yubihsm`), which knows nothing of it.

Usage: witness.py URL. Exits 0 when every assertion held; the last line says how many checks ran.
"""

import os
import struct
import sys
import time

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from yubihsm import YubiHsm
from yubihsm.core import LogEntry
from yubihsm.defs import ALGORITHM, AUDIT, CAPABILITY, COMMAND, ERROR, OBJECT, ORIGIN
from yubihsm.exceptions import (
    YubiHsmAuthenticationError,
    YubiHsmConnectionError,
    YubiHsmDeviceError,
    YubiHsmInvalidResponseError,
)
from yubihsm.objects import (
    AsymmetricKey,
    AttestationExtensions,
    AuthenticationKey,
    DeviceAttestationExtensions,
    KeyAttestationExtensions,
    Opaque,
    WrapKey,
)

URL = sys.argv[1]
SEAL, TALLY = 0x0001, 0x0002
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def refused(code, function, *arguments):
    """The device refuses with exactly this code."""
    try:
        function(*arguments)
    except YubiHsmDeviceError as error:
        assert error.code == code, f"refused with {error.code!r}, not {code!r}"
    else:
        raise AssertionError(f"not refused, {code!r} expected")


def raises(kind, function, *arguments):
    try:
        function(*arguments)
    except kind:
        return
    raise AssertionError(f"{kind.__name__} expected")


def connect():
    return YubiHsm.connect(URL)


def admin(hsm):
    return hsm.create_session_derived(1, "password")


def role(session, object_id, domains, capabilities, delegated=CAPABILITY.NONE, password="a role's password"):
    return AuthenticationKey.put_derived(session, object_id, "role", domains, capabilities, delegated, password)


@check
def a_fresh_device_has_the_default_key_alone(hsm, session):
    info = hsm.get_device_info()
    assert info.version == (2, 4, 0) and info.serial == 7654321 and info.log_size == 62
    assert info.part_number == "EMULATOR" and len(info.supported_algorithms) >= 47
    (key,) = session.list_objects()
    info = key.get_info()
    assert info.id == 1 and info.object_type == OBJECT.AUTHENTICATION_KEY and info.size == 40
    assert info.label == "DEFAULT AUTHKEY CHANGE THIS ASAP" and info.domains == 0xFFFF and info.sequence == 0
    assert info.capabilities & CAPABILITY.ALL == CAPABILITY.ALL and info.capabilities == info.delegated_capabilities
    assert info.algorithm == ALGORITHM.AES128_YUBICO_AUTHENTICATION and info.origin == ORIGIN.IMPORTED


@check
def echoes_of_every_length_come_back(hsm, session):
    for length in (*range(1, 66), 1024, 2021):
        data = os.urandom(length)
        assert hsm.send_cmd(COMMAND.ECHO, data) == data
        assert session.send_secure_cmd(COMMAND.ECHO, data) == data
    first, second = session.get_pseudo_random(10), session.get_pseudo_random(10)
    assert len(first) == len(second) == 10 and first != second


@check
def sixteen_sessions_and_no_more(hsm, session):
    others = [admin(hsm) for _ in range(15)]
    assert sorted(s.sid for s in [session, *others]) == list(range(16))
    refused(ERROR.SESSIONS_FULL, admin, hsm)
    for other in reversed(others):
        assert other.send_secure_cmd(COMMAND.ECHO, b"hi") == b"hi"
    freed = others[7].sid
    others.pop(7).close()
    others.append(admin(hsm))
    assert others[-1].sid == freed
    for other in others:
        other.close()


@check
def a_wrong_password_opens_nothing(hsm, session):
    raises(YubiHsmAuthenticationError, hsm.create_session_derived, 1, "passwort")
    refused(ERROR.OBJECT_NOT_FOUND, hsm.create_session_derived, 0x0999, "password")
    half = hsm.init_session(1)
    refused(ERROR.AUTHENTICATION_FAILED, half.authenticate.__func__, ForgedCard(half), b"k" * 16, b"m" * 16, b"r" * 16)
    # The sessions that were begun and never authenticated hold their slots until they time out.
    refused(ERROR.INVALID_SESSION, hsm.send_cmd, COMMAND.SESSION_MESSAGE, bytes([15]) + bytes(24))


class ForgedCard:
    """A negotiation whose card cryptogram always fits, as a host without the key would want it."""

    def __init__(self, half):
        from yubihsm.core import CARD_CRYPTOGRAM, _derive

        self._hsm, self._sid, self._context = half._hsm, half._sid, half.context
        self._card_crypto = _derive(b"m" * 16, CARD_CRYPTOGRAM, half.context, 0x40)


@check
def a_forged_message_ends_the_session(hsm, session):
    other = admin(hsm)
    other._key_mac = bytes(16)
    refused(ERROR.AUTHENTICATION_FAILED, other.send_secure_cmd, COMMAND.ECHO, b"x")
    refused(ERROR.INVALID_SESSION, other.send_secure_cmd, COMMAND.ECHO, b"x")
    replayed = admin(hsm)
    sent = []
    plain = hsm._backend.transceive
    hsm._backend.transceive = lambda message: (sent.append(message), plain(message))[1]
    replayed.send_secure_cmd(COMMAND.ECHO, b"once")
    hsm._backend.transceive = plain
    assert plain(sent[-1])[:4] == b"\x7f\x00\x01\x04"


@check
def commands_that_are_not_there_or_not_in_a_session_are_refused(hsm, session):
    refused(ERROR.INVALID_COMMAND, hsm.send_cmd, COMMAND.LIST_OBJECTS, b"")
    refused(ERROR.INVALID_COMMAND, session.send_secure_cmd, COMMAND.SIGN_PSS, b"\0\1")
    refused(ERROR.WRONG_LENGTH, session.send_secure_cmd, COMMAND.GET_OBJECT_INFO, b"\0")
    refused(ERROR.WRONG_LENGTH, session.send_secure_cmd, COMMAND.CLOSE_SESSION, b"\0")
    assert hsm._backend.transceive(b"\x01\x00\x05abc") == b"\x7f\x00\x01\x08"


@check
def both_sides_derive_the_same_secret(hsm, session):
    for algorithm, curve in ((ALGORITHM.EC_P256, ec.SECP256R1()), (ALGORITHM.EC_P384, ec.SECP384R1())):
        key = AsymmetricKey.generate(session, 0, "ecdh", TALLY, CAPABILITY.DERIVE_ECDH, algorithm)
        assert key.get_info().origin == ORIGIN.GENERATED
        for _ in range(4):
            ephemeral = ec.generate_private_key(curve)
            assert key.derive_ecdh(ephemeral.public_key()) == ephemeral.exchange(ec.ECDH(), key.get_public_key())
        size = (curve.key_size + 7) // 8
        on_curve = ec.generate_private_key(curve).public_key().public_numbers()
        off_curve = on_curve.x.to_bytes(size, "big") + (on_curve.y ^ 1).to_bytes(size, "big")
        for point in (off_curve, bytes(2 * size), b"\xff" * (2 * size)):
            data = struct.pack("!H", key.id) + b"\x04" + point
            refused(ERROR.INVALID_DATA, session.send_secure_cmd, COMMAND.DERIVE_ECDH, data)
        refused(ERROR.WRONG_LENGTH, session.send_secure_cmd, COMMAND.DERIVE_ECDH, struct.pack("!H", key.id) + b"\x04")
        refused(ERROR.INSUFFICIENT_PERMISSIONS, key.sign_ecdsa, b"data")
        key.delete()
        refused(ERROR.OBJECT_NOT_FOUND, key.get_public_key)


@check
def signatures_verify(hsm, session):
    for algorithm in (ALGORITHM.EC_P256, ALGORITHM.EC_P384):
        key = AsymmetricKey.generate(session, 0, "sign", SEAL, CAPABILITY.SIGN_ECDSA, algorithm)
        for hash_ in (hashes.SHA1(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()):
            key.get_public_key().verify(key.sign_ecdsa(b"data", hash_), b"data", ec.ECDSA(hash_))
        refused(ERROR.INSUFFICIENT_PERMISSIONS, key.sign_eddsa, b"data")
        key.delete()
    ours = ed25519.Ed25519PrivateKey.generate()
    brought = AsymmetricKey.put(session, 0, "brought", SEAL, CAPABILITY.SIGN_EDDSA, ours)
    made = AsymmetricKey.generate(session, 0, "made", SEAL, CAPABILITY.SIGN_EDDSA, ALGORITHM.EC_ED25519)
    for length in (0, 1, 128, 2019):
        data = os.urandom(length)
        assert brought.sign_eddsa(data) == ours.sign(data)
        made.get_public_key().verify(made.sign_eddsa(data), data)
    assert brought.get_info().origin == ORIGIN.IMPORTED
    brought.delete()
    made.delete()
    imported = ec.generate_private_key(ec.SECP384R1())
    key = AsymmetricKey.put(session, 0, "p384", SEAL, CAPABILITY.SIGN_ECDSA, imported)
    assert key.get_public_key().public_numbers() == imported.public_key().public_numbers()
    key.delete()


@check
def wrapped_data_come_back_and_only_with_the_capability(hsm, session):
    secret = os.urandom(32)
    arguments = (ALGORITHM.AES256_CCM_WRAP, CAPABILITY.NONE, secret)
    wraps = WrapKey.put(session, 0, "wraps", TALLY, CAPABILITY.WRAP_DATA, *arguments)
    unwraps = WrapKey.put(session, 0, "unwraps", TALLY, CAPABILITY.UNWRAP_DATA, *arguments)
    for length in (1, 16, 64, 1024, 1989):
        data = os.urandom(length)
        wrapped = wraps.wrap_data(data)
        assert len(wrapped) == 13 + 1 + length + 16 and unwraps.unwrap_data(wrapped) == data
        # The vendor's format: a zero byte leads the plaintext.
        assert AESCCM(secret, 16).decrypt(wrapped[:13], wrapped[13:], None) == b"\0" + data
    for place in (0, 13, len(wrapped) - 1):
        forged = bytearray(wrapped)
        forged[place] ^= 1
        refused(ERROR.INVALID_DATA, unwraps.unwrap_data, bytes(forged))
    refused(ERROR.INVALID_DATA, unwraps.wrap_data, b"data")
    refused(ERROR.INVALID_DATA, wraps.unwrap_data, wrapped)
    other = WrapKey.generate(
        session, 0, "other", TALLY, CAPABILITY.WRAP_DATA | CAPABILITY.UNWRAP_DATA, *arguments[:2]
    )
    refused(ERROR.INVALID_DATA, other.unwrap_data, wrapped)
    assert other.unwrap_data(other.wrap_data(b"seed")) == b"seed"
    for key in (wraps, unwraps, other):
        key.delete()


@check
def opaque_objects_are_listed_by_every_filter(hsm, session):
    data = os.urandom(1968)
    opaque = Opaque.put(session, 0x0023, "seed", TALLY, CAPABILITY.NONE, ALGORITHM.OPAQUE_DATA, data)
    assert opaque.get() == data and opaque.get_info().size == len(data)
    arguments = (session, 0x0023, "seed", TALLY, CAPABILITY.NONE, ALGORITHM.OPAQUE_DATA, b"other")
    refused(ERROR.OBJECT_EXISTS, Opaque.put, *arguments)
    refused(ERROR.INVALID_ID, Opaque.put, session, 0xFFFF, *arguments[2:])
    refused(ERROR.INVALID_DATA, Opaque.put, session, 0, "seed", 0, *arguments[4:])
    for found in (
        session.list_objects(object_id=0x0023),
        session.list_objects(object_type=OBJECT.OPAQUE),
        session.list_objects(domains=TALLY, object_type=OBJECT.OPAQUE),
        session.list_objects(algorithm=ALGORITHM.OPAQUE_DATA),
        session.list_objects(label="seed"),
    ):
        assert [o.id for o in found] == [0x0023]
    assert session.list_objects(label="seed", domains=SEAL) == []
    assert session.list_objects(capabilities=CAPABILITY.GET_LOG_ENTRIES, object_type=OBJECT.OPAQUE) == []
    opaque.delete()
    again = Opaque.put(*arguments)
    assert again.get_info().sequence == 1, "the sequence counts objects of one identifier"
    again.delete()


@check
def a_role_can_do_what_it_was_given_and_nothing_else(hsm, session):
    key = AsymmetricKey.generate(session, 0x21, "tally", TALLY, CAPABILITY.DERIVE_ECDH, ALGORITHM.EC_P384)
    role(session, 0x20, TALLY, CAPABILITY.DERIVE_ECDH)
    peer = ec.generate_private_key(ec.SECP384R1()).public_key()
    with hsm.create_session_derived(0x20, "a role's password") as tally:
        assert len(key.with_session(tally).derive_ecdh(peer)) == 48
        wraps = WrapKey(tally, 0x22)
        for forbidden, arguments in (
            (key.with_session(tally).sign_ecdsa, (b"data",)),
            (key.with_session(tally).delete, ()),
            (key.with_session(tally).attest, ()),
            (wraps.wrap_data, (b"data",)),
            (wraps.unwrap_data, (bytes(64),)),
            (Opaque(tally, 0).get, ()),
            (tally.get_log_entries, ()),
            (tally.set_log_index, (1,)),
            (tally.get_force_audit, ()),
            (tally.set_force_audit, (AUDIT.ON,)),
            (tally.get_pseudo_random, (8,)),
            (AuthenticationKey(tally, 0x20).change_password, ("other",)),
            (AuthenticationKey(tally, 0x20).delete, ()),
            (role, (tally, 0, TALLY, CAPABILITY.NONE)),
            (tally.send_secure_cmd, (COMMAND.RESET_DEVICE, b"")),
            (AsymmetricKey.generate, (tally, 0, "x", TALLY, 0, ALGORITHM.EC_P256)),
            (Opaque.put, (tally, 0, "x", TALLY, 0, ALGORITHM.OPAQUE_DATA, b"x")),
        ):
            refused(ERROR.INSUFFICIENT_PERMISSIONS, forbidden, *arguments)
    key.delete()
    AuthenticationKey(session, 0x20).delete()
    refused(ERROR.OBJECT_NOT_FOUND, hsm.create_session_derived, 0x20, "a role's password")


@check
def domains_keep_roles_apart(hsm, session):
    seal = AsymmetricKey.generate(session, 0x11, "seal", SEAL, CAPABILITY.SIGN_EDDSA, ALGORITHM.EC_ED25519)
    role(session, 0x10, SEAL, CAPABILITY.SIGN_EDDSA)
    role(session, 0x20, TALLY, CAPABILITY.SIGN_EDDSA)
    with hsm.create_session_derived(0x10, "a role's password") as own:
        assert len(seal.with_session(own).sign_eddsa(b"data")) == 64
        assert {o.id for o in own.list_objects()} == {0x01, 0x10, 0x11}
    with hsm.create_session_derived(0x20, "a role's password") as other:
        refused(ERROR.OBJECT_NOT_FOUND, seal.with_session(other).sign_eddsa, b"data")
        refused(ERROR.OBJECT_NOT_FOUND, seal.with_session(other).get_info)
        refused(ERROR.OBJECT_NOT_FOUND, seal.with_session(other).get_public_key)
        assert {o.id for o in other.list_objects()} == {0x01, 0x20}
    seal.delete()
    for object_id in (0x10, 0x20):
        AuthenticationKey(session, object_id).delete()


@check
def nobody_passes_on_more_than_was_delegated(hsm, session):
    makes = CAPABILITY.GENERATE_ASYMMETRIC_KEY | CAPABILITY.PUT_AUTHENTICATION_KEY | CAPABILITY.GENERATE_WRAP_KEY
    role(session, 0x40, SEAL | TALLY, makes, CAPABILITY.DERIVE_ECDH)
    with hsm.create_session_derived(0x40, "a role's password") as maker:
        denied = ERROR.INSUFFICIENT_PERMISSIONS
        p384 = ALGORITHM.EC_P384
        refused(denied, AsymmetricKey.generate, maker, 0, "k", SEAL, CAPABILITY.SIGN_ECDSA, p384)
        refused(denied, AsymmetricKey.generate, maker, 0, "k", 0x0004, CAPABILITY.DERIVE_ECDH, p384)
        refused(denied, AsymmetricKey.generate, maker, 0, "k", SEAL | 0x0004, CAPABILITY.DERIVE_ECDH, p384)
        refused(denied, role, maker, 0, SEAL, CAPABILITY.GET_OPAQUE)
        refused(denied, role, maker, 0, SEAL, CAPABILITY.NONE, CAPABILITY.GET_OPAQUE)
        arguments = (maker, 0, "k", SEAL, CAPABILITY.NONE, ALGORITHM.AES256_CCM_WRAP, CAPABILITY.SIGN_ECDSA)
        refused(denied, WrapKey.generate, *arguments)
        key = AsymmetricKey.generate(maker, 0, "k", SEAL, CAPABILITY.DERIVE_ECDH, p384)
        below = role(maker, 0, SEAL, CAPABILITY.DERIVE_ECDH, CAPABILITY.DERIVE_ECDH)
    for made in (key, below, AuthenticationKey(session, 0x40)):
        made.with_session(session).delete()


@check
def a_key_changes_itself_and_no_other(hsm, session):
    key = role(session, 0x10, SEAL, CAPABILITY.CHANGE_AUTHENTICATION_KEY, password="first password")
    refused(ERROR.INVALID_ID, key.change_password, "second password")
    with hsm.create_session_derived(0x10, "first password") as own:
        refused(ERROR.INVALID_ID, AuthenticationKey(own, 1).change_password, "second password")
        key.with_session(own).change_password("second password")
        assert own.send_secure_cmd(COMMAND.ECHO, b"still open") == b"still open"
    raises(YubiHsmAuthenticationError, hsm.create_session_derived, 0x10, "first password")
    hsm.create_session_derived(0x10, "second password").close()
    info = key.get_info()
    assert info.capabilities == CAPABILITY.CHANGE_AUTHENTICATION_KEY and info.domains == SEAL
    key.delete()


@check
def attestation_leads_to_the_emulator_root(hsm, session):
    root = x509.load_der_x509_certificate(requests.get(URL + "/emulator/root", timeout=10).content)
    assert "EMULATOR" in root.subject.rfc4514_string()
    root.verify_directly_issued_by(root)
    device = Opaque(session, 0).get_certificate()
    device.verify_directly_issued_by(root)
    assert AttestationExtensions.parse(device) == DeviceAttestationExtensions((2, 4, 0), 7654321, None)
    label = "сейф №1"
    for algorithm in (ALGORITHM.EC_P256, ALGORITHM.EC_P384, ALGORITHM.EC_ED25519):
        key = AsymmetricKey.generate(session, 0x0123, label, 0x8001, CAPABILITY.SIGN_ECDSA, algorithm)
        certificate = key.attest()
        certificate.verify_directly_issued_by(device)
        assert certificate.public_key() == key.get_public_key()
        assert certificate.subject.rfc4514_string() == "CN=YubiHSM Attestation id 0x0123"
        assert certificate.not_valid_after_utc == device.not_valid_after_utc
        assert AttestationExtensions.parse(certificate) == KeyAttestationExtensions(
            (2, 4, 0), 7654321, ORIGIN.GENERATED, 0x8001, CAPABILITY.SIGN_ECDSA, 0x0123, label, None
        )
        assert key.attest().serial_number != certificate.serial_number
        key.delete()
    brought = AsymmetricKey.put(session, 0, "", SEAL, CAPABILITY.NONE, ec.generate_private_key(ec.SECP256R1()))
    extensions = AttestationExtensions.parse(brought.attest())
    assert extensions.origin == ORIGIN.IMPORTED and extensions.label == "" and extensions.domains == SEAL
    refused(ERROR.INSUFFICIENT_PERMISSIONS, brought.attest, brought.id)
    brought.delete()


@check
def the_log_is_a_chain(hsm, session):
    session.set_command_audit({command: AUDIT.ON for command in (COMMAND.ECHO, COMMAND.GET_OPAQUE)})
    settings = session.get_command_audit()
    assert settings[COMMAND.ECHO] == AUDIT.ON and settings[COMMAND.SIGN_EDDSA] == AUDIT.OFF
    last = session.get_log_entries().entries[-1]
    session.set_log_index(last.number)
    session.send_secure_cmd(COMMAND.ECHO, b"12345")
    refused(ERROR.OBJECT_NOT_FOUND, Opaque(session, 0x0777).get)
    echo, opaque = session.get_log_entries(last).entries
    assert (echo.number, echo.command, echo.length, echo.session_key) == (last.number + 1, COMMAND.ECHO, 5, 1)
    assert (echo.target_key, echo.second_key, echo.result) == (0xFFFF, 0xFFFF, COMMAND.ECHO | 0x80)
    assert (opaque.command, opaque.target_key, opaque.result) == (COMMAND.GET_OPAQUE, 0x0777, ERROR.OBJECT_NOT_FOUND)
    assert opaque.tick >= echo.tick
    refused(ERROR.INVALID_DATA, session.set_log_index, last.number)
    # A chain that someone changed is found.
    raises(YubiHsmInvalidResponseError, session.get_log_entries, LogEntry(*[*vars(last).values()][:-1], bytes(16)))
    assert requests.post(URL + "/emulator/corrupt-log", str(echo.number), timeout=10).ok
    raises(YubiHsmInvalidResponseError, session.get_log_entries, last)
    session.set_log_index(opaque.number)


@check
def a_full_log_overwrites_its_oldest_entry_unless_audit_is_forced(hsm, session):
    for _ in range(70):
        session.send_secure_cmd(COMMAND.ECHO, b"x")
    boot, authentications, entries = session.get_log_entries()
    assert (boot, authentications, len(entries)) == (0, 0, 62)
    assert hsm.get_device_info().log_used == 62


@check
def a_full_log_blocks_when_audit_is_forced(hsm, session):
    session.set_command_audit({COMMAND.CREATE_SESSION: AUDIT.ON, COMMAND.AUTHENTICATE_SESSION: AUDIT.ON})
    last = session.get_log_entries().entries[-1]
    session.set_log_index(last.number)
    session.set_force_audit(AUDIT.ON)
    assert session.get_force_audit() == AUDIT.ON
    for _ in range(62):
        session.send_secure_cmd(COMMAND.ECHO, b"x")
    info = hsm.get_device_info()
    assert info.log_used == info.log_size
    refused(ERROR.LOG_FULL, session.send_secure_cmd, COMMAND.ECHO, b"x")
    refused(ERROR.LOG_FULL, hsm.send_cmd, COMMAND.ECHO, b"x")
    with admin(hsm) as other:
        refused(ERROR.LOG_FULL, other.send_secure_cmd, COMMAND.ECHO, b"x")
        boot, authentications, entries = other.get_log_entries(last)
        assert (boot, authentications, len(entries)) == (0, 1, 62)
        other.set_log_index(entries[-1].number)
    boot, authentications, rest = session.get_log_entries()
    assert (boot, authentications, rest) == (0, 0, [])
    assert session.send_secure_cmd(COMMAND.ECHO, b"again") == b"again"
    session.set_force_audit(AUDIT.OFF)
    (echo,) = session.get_log_entries(entries[-1]).entries
    assert echo.command == COMMAND.ECHO and echo.length == 5


@check
def what_is_fixed_stays_until_a_reset(hsm, session):
    session.set_command_audit({COMMAND.SIGN_EDDSA: AUDIT.FIXED})
    refused(ERROR.INVALID_DATA, session.set_command_audit, {COMMAND.SIGN_EDDSA: AUDIT.OFF})
    assert session.get_command_audit()[COMMAND.SIGN_EDDSA] == AUDIT.FIXED
    session.set_force_audit(AUDIT.FIXED)
    refused(ERROR.INVALID_DATA, session.set_force_audit, AUDIT.OFF)
    assert session.get_force_audit() == AUDIT.FIXED


@check
def a_reset_leaves_the_factory_state(hsm, session):
    before = Opaque(session, 0).get()
    Opaque.put(session, 0, "data", SEAL, CAPABILITY.NONE, ALGORITHM.OPAQUE_DATA, b"data")
    session.reset_device()
    with connect() as hsm, admin(hsm) as session:
        assert [o.id for o in session.list_objects()] == [1]
        assert session.get_force_audit() == AUDIT.OFF
        assert set(session.get_command_audit().values()) == {AUDIT.OFF}
        reset, boot = session.get_log_entries().entries
        assert reset.data == b"\0\1" + b"\xff" * 14
        assert boot.data == struct.pack("!HBHHHHBL", 2, 0, 0, 0xFFFF, 0, 0, 0, 0)
        assert boot.validate(reset)
        assert Opaque(session, 0).get() == before, "the attestation certificate outlives a reset"


@check
def a_session_that_idles_is_gone(hsm, session):
    # The test starts the emulator with a timeout of five seconds.
    other = admin(hsm)
    for _ in range(4):
        time.sleep(1.5)
        assert session.send_secure_cmd(COMMAND.ECHO, b"awake") == b"awake"
    refused(ERROR.INVALID_SESSION, other.send_secure_cmd, COMMAND.ECHO, b"too late")


@check
def faults_happen_once(hsm, session):
    fault = {"what": "drop-response", "command": int(COMMAND.PUT_OPAQUE)}
    assert requests.post(URL + "/emulator/fault", json=fault, timeout=10).ok
    put = (session, 0x0023, "data", SEAL, CAPABILITY.NONE, ALGORITHM.OPAQUE_DATA, b"data")
    raises(YubiHsmConnectionError, Opaque.put, *put)
    with connect() as hsm, admin(hsm) as session:
        assert Opaque(session, 0x0023).get() == b"data", "the effect was there, the answer was not"
        assert requests.post(URL + "/emulator/fault", json={"what": {"delay-ms": 900}, "nth": 2}, timeout=10).ok
        start = time.monotonic()
        session.send_secure_cmd(COMMAND.ECHO, b"quick")
        between = time.monotonic()
        session.send_secure_cmd(COMMAND.ECHO, b"slow")
        assert between - start < 0.9 <= time.monotonic() - between
    assert requests.post(URL + "/emulator/fault", json={"what": "nonsense"}, timeout=10).status_code == 400


@check
def a_device_that_was_pulled_out_has_no_sessions(hsm, session):
    assert "status=OK" in requests.get(URL + "/connector/status", timeout=10).text
    assert requests.post(URL + "/emulator/unplug", timeout=10).ok
    assert "status=NO_DEVICE" in requests.get(URL + "/connector/status", timeout=10).text
    raises(YubiHsmConnectionError, session.send_secure_cmd, COMMAND.ECHO, b"x")
    assert requests.post(URL + "/emulator/plug", timeout=10).ok
    refused(ERROR.INVALID_SESSION, session.send_secure_cmd, COMMAND.ECHO, b"x")
    with admin(hsm) as fresh:
        assert fresh.get_log_entries().entries[-1].command == 0, "the boot is in the log"


def main():
    for function in CHECKS:
        print(function.__name__, flush=True)
        hsm = connect()
        function(hsm, admin(hsm))
        hsm.close()
        # Sessions that a check leaves open would fill the table.
        requests.post(URL + "/emulator/unplug", timeout=10)
        requests.post(URL + "/emulator/plug", timeout=10)
    print(f"{len(CHECKS)} checks held")


main()
