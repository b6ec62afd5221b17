/** Structured logs: a line for people and members for machines. Neither carries personal data, tokens or payloads. */
export interface Logger {
  info(message: string, members?: Record<string, unknown>): void
  warn(message: string, members?: Record<string, unknown>): void
  error(message: string, members?: Record<string, unknown>): void
}
