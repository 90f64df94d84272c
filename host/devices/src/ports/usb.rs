//! Tokens on USB, found in sysfs by their USB id: no library that listens, each look reads the folders again.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Newcomer, Ports, open_free, serial};

/// Vendor, product and product string of tokens, as sysfs writes them: ids of four hex digits. Others use the test number
/// `1209:0001` too, so that it takes all three [boards/parts, "How a host finds a token"].
pub const USB_IDS: &[[&str; 3]] = &[["1209", "0001", "Tamga officer token"]];

/// Where the kernel lists serial devices, below `/sys`.
const TTYS: &str = "class/tty";

/// Every serial device of a token on USB.
pub struct UsbPorts {
    sysfs: PathBuf,
    devices: PathBuf,
}

impl UsbPorts {
    /// The ports of this computer.
    pub fn new() -> Self {
        Self::below("/sys".into(), "/dev".into())
    }

    /// Ports that the kernel lists below `sysfs` and has below `devices`.
    pub fn below(sysfs: PathBuf, devices: PathBuf) -> Self {
        Self { sysfs, devices }
    }

    /// The serial devices of tokens that are plugged in now, sorted.
    pub fn devices(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.sysfs.join(TTYS)) else {
            return Vec::new();
        };
        let of_token = entries.flatten().filter(|entry| is_token(&entry.path().join("device")));
        let mut devices: Vec<PathBuf> = of_token.map(|entry| self.devices.join(entry.file_name())).collect();
        devices.sort();
        devices
    }
}

impl Default for UsbPorts {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether the USB device above this interface has one of our ids [kernel, `Documentation/ABI/testing/sysfs-bus-usb`].
fn is_token(interface: &Path) -> bool {
    // The link leads to the interface; the device with the ids is the folder above it.
    let Some(device) = fs::canonicalize(interface).ok().and_then(|place| place.parent().map(Path::to_owned)) else {
        return false;
    };
    let read = |name: &str| fs::read_to_string(device.join(name)).unwrap_or_default();
    let [vendor, product, string] = ["idVendor", "idProduct", "product"].map(read);
    USB_IDS.contains(&[vendor.trim_end(), product.trim_end(), string.trim_end()])
}

impl Ports for UsbPorts {
    fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer> {
        open_free(&self.devices(), taken, |path| serial::open(path))
    }

    fn places(&self) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Puts a USB device with a serial interface into a made-up sysfs.
    fn plug_in(root: &Path, name: &str, [vendor, product, string]: [&str; 3]) {
        let device = root.join("sys/devices/usb1").join(name);
        let interface = device.join(format!("{name}:1.0"));
        fs::create_dir_all(&interface).unwrap();
        fs::write(device.join("idVendor"), format!("{vendor}\n")).unwrap();
        fs::write(device.join("idProduct"), format!("{product}\n")).unwrap();
        fs::write(device.join("product"), format!("{string}\n")).unwrap();
        let tty = root.join("sys/class/tty").join(name);
        fs::create_dir_all(&tty).unwrap();
        symlink(&interface, tty.join("device")).unwrap();
    }

    #[test]
    fn tokens_are_found_by_their_usb_id_as_they_come_and_go() {
        let root = tempfile::tempdir().unwrap();
        let ports = UsbPorts::below(root.path().join("sys"), "/dev".into());
        assert!(ports.devices().is_empty());
        plug_in(root.path(), "ttyACM1", USB_IDS[0]);
        plug_in(root.path(), "ttyACM2", ["2341", "0043", "Another thing"]);
        plug_in(root.path(), "ttyACM3", ["1209", "0001", "Another thing"]);
        fs::create_dir_all(root.path().join("sys/class/tty/ttyS0")).unwrap();
        plug_in(root.path(), "ttyACM0", USB_IDS[0]);
        assert_eq!(ports.devices(), ["/dev/ttyACM0", "/dev/ttyACM1"].map(PathBuf::from));
        fs::remove_dir_all(root.path().join("sys/class/tty/ttyACM0")).unwrap();
        assert_eq!(ports.devices(), [PathBuf::from("/dev/ttyACM1")]);
    }
}
