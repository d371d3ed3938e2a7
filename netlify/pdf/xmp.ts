/** What XMP says about a document; the same as its information dictionary. */
export interface XmpAbout {
  title: string
  author?: string
  subject?: string
  keywords?: string[]
  /** BCP 47. */
  lang: string
  /** To PDF/UA-1. */
  conforms: boolean
}

/** An XMP packet (ISO 16684-1), which marks a file that conforms as PDF/UA-1 (ISO 14289-1, 5). */
export function xmpPacket(about: XmpAbout): Uint8Array {
  const lines = [
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(about.title)}</rdf:li></rdf:Alt></dc:title>`,
    about.author && `<dc:creator><rdf:Seq><rdf:li>${escapeXml(about.author)}</rdf:li></rdf:Seq></dc:creator>`,
    about.subject &&
      `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(about.subject)}</rdf:li></rdf:Alt></dc:description>`,
    about.keywords?.length && `<pdf:Keywords>${escapeXml(about.keywords.join(', '))}</pdf:Keywords>`,
    `<dc:language><rdf:Bag><rdf:li>${escapeXml(about.lang)}</rdf:li></rdf:Bag></dc:language>`,
    '<dc:format>application/pdf</dc:format>',
    '<pdf:Producer>Skia/PDF</pdf:Producer>',
    '<xmp:CreatorTool>Offstage</xmp:CreatorTool>',
    about.conforms && '<pdfuaid:part>1</pdfuaid:part>',
  ].filter(Boolean)
  return new TextEncoder().encode(`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
${lines.join('\n')}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`)
}

function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
