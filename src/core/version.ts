/** The version of this package, as stored with everything it makes. Browser-safe, so it is written here and checked by a test. */
export const lineamentVersion = '0.1.0';
