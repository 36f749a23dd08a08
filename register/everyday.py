"""Words of every day that are names too, or that stand in a name's place: what a mask has to leave alone."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SENTENCE_WORDS = _words(
    """
    april art autumn bill care chance frank hope june long mark may read spring summer will young
    """
)
"""Begin sentences as often as they name somebody: reported where they stand alone with a capital."""

LOWER_WORDS = SENTENCE_WORDS | _words(
    """
    amber angel archer ash bag ball bay bear bell berry best bike bird black blossom blue bond book bow
    boy bridge brook brooks brother brown buck bush butcher butler car carpenter carter case castle cat
    church class clay cliff coat cook cooper corner cross crystal daisy dale dawn day dean dog don drew
    duke eve faith family farmer father fern field fisher flower football ford forest fox gale gene gift
    girl glen gold good grace grant gray green grey guy hale hall harbour hat heath heather hill holly
    honey hood hunt hunter iris ivy jack jade jay jet jewel joy king kit lake lamb lane law leaf lee
    lily lord love major marsh mason max mercy mill miller moon moss mother nick noble north olive
    orange page park parks pat pearl penny pink pip piper pool poppy porter price prince purple queen
    rain ray red reed rich river rob robin rock rod rose rowan ruby rush rusty sage sail sandy savage
    school sharp shepherd shoes short sister sky small smart snow star stone storm street strong sue
    summers swan temple thorn tree trip twin victor violet walker wall ward warden waters weeks wells
    west white wild winter wise wood woods worth wren yard year yellow
    """
)
"""Left alone where they are typed in lower case: a ward, a green light."""

NO_NAMES = _words(
    """
    and baby boy brother child children dad family father girl infant master miss mother mr mrs ms mum
    pupil sibling siblings sister student the twin twins
    """
)
"""May stand beside a name on a case sheet, and name nobody."""
