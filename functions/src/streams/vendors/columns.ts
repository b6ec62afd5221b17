import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn } from '../common.ts'
import type { Vendor } from './schema.ts'

/** The columns of a vendor's list row: all there is of it. */
export const vendorColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'accountNumber', kind: 'text', label: 'Account number', of: ({ accountNumber }) => accountNumber },
  {
    name: 'contactName',
    kind: 'text',
    label: 'Contact',
    search: 'text',
    personal: true,
    of: ({ contactName }) => contactName,
  },
  { name: 'email', kind: 'text', label: 'E-mail', search: 'text', personal: true, of: ({ email }) => email },
  { name: 'phone', kind: 'text', label: 'Phone', personal: true, of: ({ phone }) => phone },
  updatedAtColumn,
] as const satisfies readonly Column<Vendor>[]
