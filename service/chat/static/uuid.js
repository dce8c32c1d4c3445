// A random name for a message, also where the browser has no crypto.randomUUID.

/** Returns a version 4 UUID. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Browsers have randomUUID only over https and on localhost; a trial on a hospital's own network may be neither.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
