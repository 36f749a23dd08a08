"""Every channel, in the order of the page."""

from tests.recall import digital, flattened, printed, scans, word_edits, word_programs
from tests.recall.channel import Channel

CHANNELS: tuple[Channel, ...] = (
    *digital.CHANNELS,
    *flattened.CHANNELS,
    *printed.CHANNELS,
    *flattened.CUT,
    *word_programs.CHANNELS,
    *word_edits.CHANNELS,
    *scans.CHANNELS,
)
