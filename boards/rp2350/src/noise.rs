//! The chip's noise source: ring oscillators, sampled, balanced and tested by hardware [RP2350 datasheet, 12.12].

use rp235x_hal::pac::{RESETS, TRNG};
use tamga_parts::seed::{Noise, NoiseError};
use zeroize::Zeroizing;

/// Cycles of the system clock between two samples. The datasheet calls 20–25 acceptable and 100 much better; a block then
/// takes some eight milliseconds.
const SAMPLE_CYCLES: u32 = 100;
/// Length of the ring: the second shortest. The datasheet takes this one or the shortest.
const CHAIN: u8 = 1;
/// Bytes of a block.
const BLOCK: usize = 24;
/// How often the hardware's tests may refuse a block before the source counts as failed. They do now and then.
const REFUSALS_MAX: u32 = 16;
/// Looks at the state register for one block: seconds.
const LOOKS_MAX: u32 = 50_000_000;

/// The source, running.
pub struct Trng(TRNG);

impl Trng {
    /// Takes the source out of reset and starts it, with all of the hardware's tests on.
    pub fn start(trng: TRNG, resets: &mut RESETS) -> Self {
        resets.reset().modify(|_, w| w.trng().clear_bit());
        while resets.reset_done().read().trng().bit_is_clear() {}
        let source = Self(trng);
        source.restart();
        source
    }

    fn restart(&self) {
        let registers = &self.0;
        registers.trng_sw_reset().write(|w| w.trng_sw_reset().set_bit());
        // The reset takes a few cycles, which this read takes too.
        registers.trng_sw_reset().read();
        registers.rnd_source_enable().write(|w| w.rnd_src_en().clear_bit());
        // SAFETY: both values are within their fields, and the registers set nothing but the source's speed.
        #[allow(unsafe_code, reason = "the register crate leaves the range of these fields to its user")]
        unsafe {
            registers.trng_config().write(|w| w.rnd_src_sel().bits(CHAIN));
            registers.sample_cnt1().write(|w| w.sample_cntr1().bits(SAMPLE_CYCLES));
        }
        registers.trng_debug_control().reset();
        registers
            .rng_icr()
            .write(|w| w.ehr_valid().set_bit().autocorr_err().set_bit().crngt_err().set_bit().vn_err().set_bit());
        registers.rnd_source_enable().write(|w| w.rnd_src_en().set_bit());
    }

    /// The next block that the hardware's tests let through. One in which a test failed is thrown away with the state of the source.
    fn block(&mut self) -> Result<Zeroizing<[u8; BLOCK]>, NoiseError> {
        let mut refusals = 0;
        for _ in 0..LOOKS_MAX {
            // The tests are looked at after the bits are complete and before they are taken.
            let is_complete = self.0.trng_valid().read().ehr_valid().bit_is_set();
            let state = self.0.rng_isr().read();
            if state.autocorr_err().bit_is_set() || state.crngt_err().bit_is_set() || state.vn_err().bit_is_set() {
                refusals += 1;
                if refusals > REFUSALS_MAX {
                    break;
                }
                self.restart();
            } else if is_complete {
                return Ok(self.collected());
            }
        }
        Err(NoiseError::Failed)
    }

    /// The 192 bits; reading the last word makes the hardware begin with the next ones.
    fn collected(&self) -> Zeroizing<[u8; BLOCK]> {
        let registers = &self.0;
        let words = Zeroizing::new([
            registers.ehr_data0().read().bits(),
            registers.ehr_data1().read().bits(),
            registers.ehr_data2().read().bits(),
            registers.ehr_data3().read().bits(),
            registers.ehr_data4().read().bits(),
            registers.ehr_data5().read().bits(),
        ]);
        let mut bytes = Zeroizing::new([0; BLOCK]);
        for (four, word) in bytes.chunks_exact_mut(4).zip(words.iter()) {
            four.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }
}

impl Noise for Trng {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoiseError> {
        for part in bytes.chunks_mut(BLOCK) {
            let block = self.block()?;
            for (to, from) in part.iter_mut().zip(block.iter()) {
                *to = *from;
            }
        }
        Ok(())
    }
}
