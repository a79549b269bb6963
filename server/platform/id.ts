import { v7 } from 'uuid'

/** A new UUIDv7: ids are made here, never by the database, so a force's schema can move whole. */
export const newId = (): string => v7()
