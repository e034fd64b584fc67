/**
 * What one connection may cost us. Every number is far above what a genuine server needs in a run and far
 * below what would hurt: whoever exceeds one is hostile or broken, and its connection ends there.
 */

/** bytes before a line's LF. The longest genuine answer is a histogram of MAX_BINS bins of esplora's, 30 bytes each: 300 kB. */
export const MAX_LINE_BYTES = 1_048_576;

/** bytes received on one connection: 2,000 answers as ElectrumX 1.20 pads them (1 to 2 kB), twice over. */
export const MAX_CONNECTION_BYTES = 8_388_608;

/** lines on one connection, blank ones too: 2,000 answers and as many notifications, twice over. */
export const MAX_MESSAGES = 10_000;

/** levels of brackets in one line. `server.features` needs 4; an error with data may need a few more. */
export const MAX_DEPTH = 32;

/** arrays and objects in one line: twice what a histogram of MAX_BINS opens, so that slightly too many still name their number. */
export const MAX_BRACKETS = 20_000;

/** entries in a `server.peers.subscribe` answer. The public network has a few hundred servers. */
export const MAX_PEERS = 1_000;

/** feature strings of one peer. Genuine peers have three or four: version, ports, pruning. */
export const MAX_PEER_FEATURES = 32;

/** members of a `server.features` answer, and hosts in its `hosts`. Genuine ones have 8 to 10, and 1 to 3. */
export const MAX_FEATURE_KEYS = 64;

/** characters of one written number. The shortest decimal of a double needs at most 25. */
export const MAX_NUMBER_TEXT = 40;

/** characters kept of a server's name for itself. Genuine ones have under 40. */
export const MAX_SERVER_VERSION = 200;

/** characters kept of a banner. The longest seen in public listings is about half of it. */
export const MAX_BANNER = 4_096;

/** characters kept of a donation address. A taproot address has 62; some operators put a URI there. */
export const MAX_DONATION_ADDRESS = 256;

/** characters kept of a certificate's subject or issuer. */
export const MAX_CERTIFICATE_NAME = 1_000;

/** subject alternative names kept of a certificate. Shared front ends have around 100. */
export const MAX_CERTIFICATE_NAMES = 200;

/** addresses tried of one name. More than this many hosts behind one name is not an Electrum server's way. */
export const MAX_ADDRESSES = 4;
