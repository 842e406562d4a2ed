// Where the lead of this page is, for what stands beside it.

/** @type {{ lesson?: string, step?: number, done?: number[] }} */
export const now = {};
