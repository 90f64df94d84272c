//! The crate `yubihsm` as client: sessions and rights.

use std::time::Duration;

use tamga_yubihsm_emulator::{Config, Emulator};
use yubihsm::client::{Error, ErrorKind};
use yubihsm::device::ErrorKind as Refusal;
use yubihsm::{Capability, Client, Connector, Credentials, Domain, HttpConfig, authentication, object};

/// The password of the factory.
pub const DEFAULT: &[u8] = b"password";

/// A connector to a port on 127.0.0.1.
pub fn connector(port: u16) -> Connector {
    Connector::http(&HttpConfig { addr: "127.0.0.1".to_owned(), port, timeout_ms: 5_000 })
}

/// A client that has a session under an authentication key.
pub fn open(port: u16, id: u16, password: &[u8]) -> Result<Client, Error> {
    Client::open(connector(port), Credentials::from_password(id, password), false)
}

/// An emulator and a client under the factory's key.
pub fn fresh() -> (Emulator, Client) {
    let emulator = Emulator::start(Config::default()).unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    (emulator, client)
}

/// The device's refusal in an error.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    result.unwrap_err().device_error().expect("the device refused")
}

/// Makes an authentication key.
pub fn role(client: &Client, id: u16, domains: Domain, capabilities: Capability, password: &[u8]) {
    client
        .put_authentication_key(
            id,
            object::Label::from("role"),
            domains,
            capabilities,
            Capability::empty(),
            authentication::Algorithm::default(),
            authentication::Key::derive_from_password(password),
        )
        .unwrap();
}

#[test]
fn a_fresh_device_answers_to_the_password_of_the_factory() {
    let (_emulator, client) = fresh();
    assert_eq!(client.echo(b"tamga".as_slice()).unwrap(), b"tamga");
    let info = client.device_info().unwrap();
    assert_eq!((info.major_version, info.minor_version, info.build_version), (2, 4, 0));
    assert_eq!(info.serial_number.to_string(), "0007654321");
    let key = client.get_object_info(1, object::Type::AuthenticationKey).unwrap();
    assert_eq!((key.label.to_string().as_str(), key.length), ("DEFAULT AUTHKEY CHANGE THIS ASAP", 40));
    let storage = client.get_storage_info().unwrap();
    assert_eq!((storage.total_records, storage.free_records, storage.page_size), (256, 255, 126));
    assert_eq!(client.get_pseudo_random(64).unwrap().len(), 64);
}

#[test]
fn two_devices_differ_in_their_serial_numbers() {
    let emulator = Emulator::start(Config { serial: 42, ..Config::default() }).unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    assert_eq!(client.device_info().unwrap().serial_number.to_string(), "0000000042");
}

#[test]
fn a_wrong_password_is_an_authentication_error() {
    let (emulator, _client) = fresh();
    for (id, password) in [(1, b"Password".as_slice()), (1, b""), (7, DEFAULT)] {
        assert_eq!(
            open(emulator.port(), id, password).map(|_| ()).unwrap_err().kind(),
            &ErrorKind::AuthenticationError
        );
    }
}

#[test]
fn a_role_stays_in_its_domain_and_capabilities() {
    let (emulator, admin) = fresh();
    role(&admin, 0x10, Domain::DOM1, Capability::GET_OPAQUE, b"a role's password");
    let put = |client: &Client, id, domain| {
        let label = object::Label::from("data");
        client.put_opaque(id, label, domain, Capability::empty(), yubihsm::opaque::Algorithm::Data, b"data".as_slice())
    };
    put(&admin, 0x11, Domain::DOM1).unwrap();
    put(&admin, 0x21, Domain::DOM2).unwrap();
    let role = open(emulator.port(), 0x10, b"a role's password").unwrap();
    assert_eq!(role.get_opaque(0x11).unwrap(), b"data");
    assert_eq!(refusal(role.get_opaque(0x21)), Refusal::ObjectNotFound);
    assert_eq!(refusal(put(&role, 0x12, Domain::DOM1)), Refusal::InsufficientPermissions);
    assert_eq!(refusal(role.delete_object(0x11, object::Type::Opaque)), Refusal::InsufficientPermissions);
    assert_eq!(refusal(role.get_log_entries()), Refusal::InsufficientPermissions);
    admin.delete_object(0x10, object::Type::AuthenticationKey).unwrap();
    assert!(open(emulator.port(), 0x10, b"a role's password").is_err());
}

#[test]
fn the_default_key_can_be_deleted_by_another_administrator() {
    let (emulator, first) = fresh();
    let capabilities = Capability::DELETE_AUTHENTICATION_KEY;
    role(&first, 0x40, Domain::all(), capabilities, b"an administrator's");
    let admin = open(emulator.port(), 0x40, b"an administrator's").unwrap();
    admin.delete_object(1, object::Type::AuthenticationKey).unwrap();
    assert_eq!(open(emulator.port(), 1, DEFAULT).map(|_| ()).unwrap_err().kind(), &ErrorKind::AuthenticationError);
}

#[test]
fn a_session_that_idles_is_refused() {
    let emulator =
        Emulator::start(Config { session_timeout: Duration::from_millis(600), ..Config::default() }).unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    std::thread::sleep(Duration::from_millis(900));
    assert_eq!(client.echo(b"late".as_slice()).unwrap_err().kind(), &ErrorKind::ResponseError);
    open(emulator.port(), 1, DEFAULT).unwrap();
}

#[test]
fn a_reset_leaves_the_default_key_alone() {
    let (emulator, client) = fresh();
    role(&client, 0x10, Domain::DOM1, Capability::empty(), b"a role's password");
    client.reset_device().unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    let entries = client.list_objects(&[]).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.object_id).collect::<Vec<_>>(), [1]);
}
