"""Three yardsticks for a chip in H100 equivalents, never silently exchanged. TPP is a legal measure and converts nothing."""

from typing import Any

from analysis.catalog import Chip


def h100e_flop(*, dense_16bit: Any, h100_dense_16bit: Any) -> Any:
    """By dense 16-bit speed: for training, and for reading prompts. Leaves out memory and network (either way)."""
    return dense_16bit / h100_dense_16bit


def h100e_bandwidth(*, memory_bandwidth: Any, h100_memory_bandwidth: Any) -> Any:
    """By memory bandwidth: an upper bound for decoding (an H20 is 1.19 by it, and far less by measured speed)."""
    return memory_bandwidth / h100_memory_bandwidth


def h100e_decode(*, decode_rate: Any, h100_decode_rate: Any) -> Any:
    """By measured output tokens a second: for decoding. Models, contexts and latencies differ between measurements."""
    return decode_rate / h100_decode_rate


def yardsticks(chip: Chip, h100: Chip) -> dict[str, float | None]:
    """All three for one chip, by name; None where a figure is blank."""
    pairs = {
        "h100e_flop": (chip.dense_16bit, h100.dense_16bit, lambda a, b: h100e_flop(dense_16bit=a, h100_dense_16bit=b)),
        "h100e_decode": (
            chip.decode_rate,
            h100.decode_rate,
            lambda a, b: h100e_decode(decode_rate=a, h100_decode_rate=b),
        ),
        "h100e_bandwidth": (
            chip.memory_bandwidth,
            h100.memory_bandwidth,
            lambda a, b: h100e_bandwidth(memory_bandwidth=a, h100_memory_bandwidth=b),
        ),
    }
    return {name: f(a.central, b.central) if a and b else None for name, (a, b, f) in pairs.items()}
