import { z } from 'zod'

import { isTimeZone } from './timeZone.ts'

/* The common parts of requests for a file, of orders or of any stream's records. */

export const exportFormats = ['csv', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The delimiters between the cells of a line of CSV: comma, semicolon or tab. */
export const delimiters = [',', ';', '\t'] as const
export type Delimiter = (typeof delimiters)[number]

interface FileRequest {
  readonly format: ExportFormat
  readonly delimiter?: Delimiter | undefined
  readonly decimal?: '.' | ',' | undefined
}

/** Refuses what NDJSON does not have. */
export function csvAlone({ format, delimiter, decimal }: FileRequest, context: z.core.$RefinementCtx): void {
  if (format === 'csv') return
  const given = [...(delimiter === undefined ? [] : ['delimiter']), ...(decimal === undefined ? [] : ['decimal'])]
  for (const name of given) context.addIssue({ code: 'custom', path: [name], message: 'is for the format csv alone' })
}

export const fileOptions = {
  format: z.enum(exportFormats),
  /** The columns of the file, in this order; by default all but those that are not exported. */
  columns: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
  /** The zone in which CSV writes times, the shop's by default. NDJSON has them in UTC. */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone like Pacific/Auckland, or UTC').optional(),
  /** The delimiter of CSV, by default the comma. */
  delimiter: z.enum(delimiters).optional(),
  /**
   * The decimal sign of CSV. By default a comma with the delimiter `;`, because spreadsheets that separate cells by semicolons write 12,50;
   * otherwise a point.
   */
  decimal: z.enum(['.', ',']).optional(),
} as const
