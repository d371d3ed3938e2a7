import type { PrintDocument } from '../../netlify/pdf/print-document.ts'

/** A document to print. */
export function documentOf(body: string, more: Partial<PrintDocument> = {}): PrintDocument {
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title><style>@page { size: A4; margin: 20mm }</style></head><body>${body}</body></html>`,
    resources: new Map(),
    paper: 'a4',
    lang: 'en',
    title: 'Test',
    warnings: [],
    ...more,
  }
}
