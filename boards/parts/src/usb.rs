//! The cable: a USB serial port (CDC-ACM) that says what it is.

use tamga_board::Port;
use usb_device::bus::{UsbBus, UsbBusAllocator};
use usb_device::device::{StringDescriptors, UsbDevice, UsbDeviceBuilder, UsbVidPid};
use usbd_serial::{SerialPort, USB_CLASS_CDC};

/// The USB vendor of every token: pid.codes.
pub const VENDOR_ID: u16 = 0x1209;
/// The USB product of every token: the one that pid.codes sets aside for tests. Who hands out tokens asks for an own one.
pub const PRODUCT_ID: u16 = 0x0001;
/// The product string of every token. A host finds tokens by vendor, product and this.
pub const PRODUCT: &str = "Tamga officer token";

const MANUFACTURER: &str = "Tamga";

/// Bytes of a control packet: the most, so that a host's first questions need one each.
const CONTROL_PACKET: u8 = 64;

/// A USB serial port. It gives no serial number: a token is told apart by its identity key, and before it has one by
/// where it is plugged in.
pub struct UsbPort<'a, B: UsbBus> {
    device: UsbDevice<'a, B>,
    serial: SerialPort<'a, B>,
}

impl<'a, B: UsbBus> UsbPort<'a, B> {
    /// A port on this bus. `None` where the bus has not the endpoints that it takes.
    pub fn new(bus: &'a UsbBusAllocator<B>) -> Option<Self> {
        let serial = SerialPort::new(bus);
        let strings = StringDescriptors::default().manufacturer(MANUFACTURER).product(PRODUCT);
        let device = UsbDeviceBuilder::new(bus, UsbVidPid(VENDOR_ID, PRODUCT_ID))
            .strings(&[strings])
            .ok()?
            .max_packet_size_0(CONTROL_PACKET)
            .ok()?
            .device_class(USB_CLASS_CDC)
            .build();
        Some(Self { device, serial })
    }
}

/// Each call also does what the bus asks for: a token that is not called is not seen by the host.
impl<B: UsbBus> Port for UsbPort<'_, B> {
    fn take(&mut self, bytes: &mut [u8]) -> usize {
        self.device.poll(&mut [&mut self.serial]);
        // The last bytes of an answer may still be here, where the bus was not ready for them.
        let _ = self.serial.flush();
        self.serial.read(bytes).unwrap_or(0)
    }

    fn give(&mut self, bytes: &[u8]) -> usize {
        self.device.poll(&mut [&mut self.serial]);
        self.serial.write(bytes).unwrap_or(0)
    }
}
