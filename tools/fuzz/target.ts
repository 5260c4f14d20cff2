/**
 * What a target reads, in one or several parts (a file each, say); one byte a character. A target decodes them as its
 * reader does.
 */
export type Input = readonly string[];

/** A form that is read: how real texts of it look, and what must hold of whatever is read instead. */
export interface Target {
  name: string;
  /** of the parts, for people */
  parts: readonly string[];
  /** what mutation takes for a line's end; a line feed unless given */
  separator?: string;
  /** real or well-formed inputs, from which the others are made */
  seeds: () => readonly Input[];
  /** Reads it and checks the laws. Typed errors may pass; anything else that is thrown is a find. */
  run: (input: Input) => void;
  /** how many inputs take about a third of a second; the slice that the tests run */
  slice: number;
  /** takes away what `run` left on the disk */
  close?: () => void;
}
