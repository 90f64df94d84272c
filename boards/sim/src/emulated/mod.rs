//! A token in emulation: the firmware of a board, run by QEMU in a process of its own.

mod hand;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use tamga_panel::PageKind;
use tamga_panel::console::{self, Reader};
use tamga_wire::Answer;

use hand::Hand;

/// The emulator.
const QEMU: &str = "qemu-system-arm";
/// Ends the emulator with the thread that started it, however that ends [util-linux, setpriv(1)].
const SETPRIV: &str = "setpriv";

/// Files in the token's folder: its flash, every page that its officer saw but those of PINs, what the emulator said, and the
/// number of the process while it runs.
pub const FLASH: &str = "flash";
/// See [`FLASH`].
pub const SCREENS: &str = "screens.txt";
/// See [`FLASH`].
pub const MESSAGES: &str = "qemu.log";
/// See [`FLASH`].
pub const PID: &str = "pid";
/// In the folder of a token that counts: a line per answer, as the page of the board `mps2-an386` has it.
pub const FIGURES: &str = "figures.txt";

const READ_LEN: usize = 512;

/// What an emulated token is started with.
#[derive(Clone)]
pub struct EmulatedConfig {
    /// The firmware's image, of the board `mps2-an386`.
    pub image: PathBuf,
    /// The token's folder, made where there is none. The same folder brings the same token back.
    pub folder: PathBuf,
    /// The PIN that its officer types, 6 to 12 digits.
    pub pin: String,
    /// What its officer says to a statement; to everything else it is yes.
    pub statement: Answer,
}

/// Whether the emulator is installed.
pub fn is_installed() -> bool {
    Command::new(QEMU).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// An emulated token, powered. Dropping it ends the emulator, which cuts the power: what was stored is in its folder.
pub struct EmulatedToken {
    qemu: Child,
    pid_file: PathBuf,
}

impl EmulatedToken {
    /// Powers a token, and an officer before its console. Gives the host's end of its cable.
    ///
    /// Refuses where the emulator cannot be started, or the folder not be used. The emulator ends with the thread that calls
    /// this.
    pub fn start(config: &EmulatedConfig) -> io::Result<(Self, UnixStream)> {
        Self::start_with(config, &[], "")
    }

    /// As [`Self::start`], of a token that counts the instructions of every answer, and writes them to [`FIGURES`]. It is
    /// slower than one that does not.
    pub fn start_counting(config: &EmulatedConfig) -> io::Result<(Self, UnixStream)> {
        Self::start_with(config, &["-icount", "shift=0"], &format!(",arg={FIGURES}"))
    }

    fn start_with(config: &EmulatedConfig, options: &[&str], arguments: &str) -> io::Result<(Self, UnixStream)> {
        fs::create_dir_all(&config.folder)?;
        let (cable, token_end) = UnixStream::pair()?;
        let (console, console_end) = UnixStream::pair()?;
        let image = fs::canonicalize(&config.image)?;
        let messages = append(&config.folder.join(MESSAGES))?;
        let mut qemu_arguments = qemu_arguments(&image, arguments);
        qemu_arguments.extend(options.iter().map(OsString::from));
        let qemu = spawn(&qemu_arguments, &config.folder, token_end, console_end, messages)?;
        let pid_file = config.folder.join(PID);
        let token = Self { qemu, pid_file };
        fs::write(&token.pid_file, format!("{}\n", token.qemu.id()))?;
        let screens = append(&config.folder.join(SCREENS))?;
        let hand = Hand::new(&config.pin, config.statement);
        thread::Builder::new().name("officer".to_owned()).spawn(move || {
            // With the console the token is gone, and so is what the officer has to do.
            let _ = sit_before(console, screens, &hand);
        })?;
        Ok((token, cable))
    }

    /// Whether the emulator still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.qemu.try_wait(), Ok(None))
    }
}

impl Drop for EmulatedToken {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.qemu.kill();
        let _ = self.qemu.wait();
        let _ = fs::remove_file(&self.pid_file);
    }
}

/// The emulator's arguments: the board, its cable at standard input and its console at standard output, both sockets, and the
/// firmware with its own arguments after the flash.
fn qemu_arguments(image: &Path, arguments: &str) -> Vec<OsString> {
    let semihosting = format!("enable=on,target=native,arg=tamga,arg={FLASH}{arguments}");
    let fixed = [
        ["-M", "mps2-an386"],
        ["-display", "none"],
        ["-monitor", "none"],
        ["-chardev", "socket,id=cable,fd=0"],
        ["-chardev", "socket,id=console,fd=1"],
        ["-serial", "chardev:cable"],
        ["-serial", "chardev:console"],
        ["-semihosting-config", &semihosting],
    ];
    let mut all: Vec<OsString> = fixed.as_flattened().iter().map(OsString::from).collect();
    all.extend(["-kernel".into(), image.into()]);
    all
}

/// Starts the emulator in a process group of its own, so that Ctrl-C at the terminal reaches the host alone.
fn spawn(
    arguments: &[OsString],
    folder: &Path,
    cable: UnixStream,
    console: UnixStream,
    messages: File,
) -> io::Result<Child> {
    let (cable, console) = (OwnedFd::from(cable), OwnedFd::from(console));
    let command = |program: &str, before: &[&str]| -> io::Result<Command> {
        let mut command = Command::new(program);
        command.args(before).args(arguments).current_dir(folder).process_group(0);
        command.stdin(cable.try_clone()?).stdout(console.try_clone()?).stderr(messages.try_clone()?);
        Ok(command)
    };
    match command(SETPRIV, &["--pdeathsig", "KILL", "--", QEMU])?.spawn() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => command(QEMU, &[])?.spawn(),
        spawned => spawned,
    }
}

/// Reads pages and presses keys until the token is gone.
fn sit_before(mut console: UnixStream, mut screens: File, hand: &Hand) -> io::Result<()> {
    let mut reader = Reader::default();
    let mut untrusted_bytes = [0; READ_LEN];
    loop {
        let len = console.read(&mut untrusted_bytes)?;
        if len == 0 {
            return Ok(());
        }
        for byte in untrusted_bytes.iter().take(len) {
            let Some(page) = reader.byte(*byte) else { continue };
            if page.kind() != PageKind::Pin {
                let mut text = String::new();
                // Writing into a string does not fail.
                let _ = console::print(&page, &mut text);
                screens.write_all(text.as_bytes())?;
            }
            if let Some(press) = hand.press(&page) {
                console.write_all(&[console::byte(press)])?;
            }
        }
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}
