/**
 * One spelling for each IP address, or null if the text is none. IPv4 inside IPv6 (`::ffff:1.2.3.4`) is the
 * IPv4 address: a socket of both kinds reports it so.
 *
 * @example canonicalAddress("2001:DB8::1") // "2001:db8:0:0:0:0:0:1"
 */
export function canonicalAddress(text: string): string | null {
  const four = octets(text);
  if (four !== null) return four.join(".");
  const six = groups(text.toLowerCase().replace(/%.*$/s, ""));
  if (six === null) return null;
  const [high = 0, low = 0] = six.slice(6);
  const isMapped = six.slice(0, 5).every((group) => group === 0) && six[5] === 0xffff;
  return isMapped
    ? [high >> 8, high & 255, low >> 8, low & 255].join(".")
    : six.map((group) => group.toString(16)).join(":");
}

function octets(text: string): readonly number[] | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return null;
  const numbers = text.split(".").map(Number);
  return numbers.every((number) => number < 256) ? numbers : null;
}

/** The eight groups of an IPv6 address. */
function groups(text: string): readonly number[] | null {
  const dotted = /^(.*:)(\d[\d.]*)$/.exec(text);
  const four = octets(dotted?.[2] ?? "");
  if (dotted?.[2]?.includes(".") && four === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = four ?? [];
  const whole =
    four === null ? text : `${dotted?.[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const halves = whole.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({length: missing}, () => "0"), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? all.map((group) => Number.parseInt(group, 16))
    : null;
}
