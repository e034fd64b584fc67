/** Words that no text of this project says of a server or its operator. */
export const ACCUSING =
  /\b(spy|spies|spying|malicious|attack\w*|surveil\w*|suspicious\w*|suspect(?!ed\b)\w*|honey-?pots?|fakes?|faked|criminals?|guilty|sybils?)\b/i;

/** Companies that nobody may be taken for. */
export const COMPANIES =
  /chainalysis|elliptic|ciphertrace|trm labs|coinfirm|crystal blockchain|arkham|merkle science|scorechain|bitfury/i;
