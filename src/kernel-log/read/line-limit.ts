/** Longer lines are cut: no line of a report comes near it. */
export const maxLineLength = 16_384;
