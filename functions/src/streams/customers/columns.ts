import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn } from '../common.ts'
import type { CustomerRecord } from './schema.ts'

/** The columns of a customer's list row: all there is of it. */
export const customerColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', personal: true, of: ({ name }) => name },
  { name: 'company', kind: 'text', label: 'Company', search: 'text', personal: true, of: ({ company }) => company },
  { name: 'email', kind: 'text', label: 'E-mail', search: 'text', personal: true, of: ({ email }) => email },
  { name: 'phone', kind: 'text', label: 'Phone', search: 'text', personal: true, of: ({ phone }) => phone },
  {
    name: 'referenceId',
    kind: 'text',
    label: 'Reference',
    search: 'text',
    personal: true,
    of: ({ referenceId }) => referenceId,
  },
  { name: 'createdBy', kind: 'category', label: 'Created by', facet: true, of: ({ createdBy }) => createdBy },
  updatedAtColumn,
] as const satisfies readonly Column<CustomerRecord>[]
