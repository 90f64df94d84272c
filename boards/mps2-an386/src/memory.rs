//! How much of stack and heap was ever used: memory is painted before anything runs, and what lost its paint was used.

use core::ptr;

use embedded_alloc::LlffHeap;

/// Bytes of the heap.
pub const HEAP_LEN: usize = 88 << 10;

const PAINT: u32 = 0xA5C3_3C5A;
/// What is left unpainted below the stack pointer: the painter's own frame.
const MARGIN: usize = 512;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

/// The memory of the heap, as words.
static mut HEAP_WORDS: [u32; HEAP_LEN / 4] = [0; HEAP_LEN / 4];

/// Where the stack may reach down to: the end of what the linker placed in RAM.
fn stack_limit() -> usize {
    cortex_m_rt::heap_start() as usize
}

/// Where the stack begins.
fn stack_start() -> usize {
    // SAFETY: the linker script of cortex-m-rt defines this symbol; its address alone is used.
    #[allow(unsafe_code, reason = "the linker knows the address")]
    unsafe extern "C" {
        static _stack_start: u32;
    }
    (&raw const _stack_start) as usize
}

/// Paints stack and heap, and hands the heap to the allocator. To be called once, before anything is allocated.
pub fn begin() {
    let heap = (&raw mut HEAP_WORDS) as usize;
    paint(heap, heap + HEAP_LEN);
    paint(stack_limit(), cortex_m::register::msp::read() as usize - MARGIN);
    // SAFETY: the words are used by nothing else, and this is called once, before anything is allocated.
    #[allow(unsafe_code, reason = "the allocator takes memory by address")]
    unsafe {
        HEAP.init(heap, HEAP_LEN);
    }
}

fn paint(from: usize, to: usize) {
    for address in (from..to).step_by(4) {
        // SAFETY: from `from` to `to` there is RAM, aligned to words, that nothing uses yet.
        #[allow(unsafe_code, reason = "stack and heap are known by address only")]
        unsafe {
            ptr::write_volatile(address as *mut u32, PAINT);
        }
    }
}

fn is_painted(address: usize) -> bool {
    // SAFETY: the callers' addresses are words of stack and heap; a volatile read of them changes nothing.
    #[allow(unsafe_code, reason = "stack and heap are known by address only")]
    let word = unsafe { ptr::read_volatile(address as *const u32) };
    word == PAINT
}

/// Bytes of stack that were used at most.
pub fn stack_used_max() -> usize {
    let (limit, start) = (stack_limit(), stack_start());
    let untouched = (limit..start).step_by(4).take_while(|address| is_painted(*address)).count();
    start - limit - 4 * untouched
}

/// Bytes from the beginning of the heap to the last one that was ever used: what was allocated, and the gaps in between.
pub fn heap_used_max() -> usize {
    let heap = (&raw const HEAP_WORDS) as usize;
    let untouched = (heap..heap + HEAP_LEN).step_by(4).rev().take_while(|address| is_painted(*address)).count();
    HEAP_LEN - 4 * untouched
}
