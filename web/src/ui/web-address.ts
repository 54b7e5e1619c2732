/** What strangers register is no reason to follow any scheme: `javascript:` would run as this page. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}
