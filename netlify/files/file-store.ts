import type { Artifact } from '../../src/shared/job.ts'

/** A kept file: what is known of it besides its bytes. */
export interface FileInfo extends Artifact {
  owner: string
  createdAt: string
}

/**
 * Keeps the files that jobs make. A file is written once, under an id nobody else uses, and never changed;
 * ids start with the day (UTC) the file was made, so that old files are found without an index.
 */
export interface FileStore {
  readonly name: string
  put(
    bytes: Uint8Array,
    about: { owner: string; jobId: string; fileName: string; contentType: string },
  ): Promise<FileInfo>
  /** Undefined when there is no such file, or no longer. */
  get(fileId: string): Promise<{ info: FileInfo; bytes: Uint8Array } | undefined>
  /** Safe to repeat. */
  delete(fileId: string): Promise<void>
  /** Deletes files older than the keeping time, at most `limit`; returns how many. */
  sweep(limit: number): Promise<number>
  /** A write and a read, to tell that the store works. */
  ping(): Promise<void>
}
