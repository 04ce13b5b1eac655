export const MB = 1_000_000;
export const MiB = 1024 * 1024;
export const GiB = 1024 * MiB;
