import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../src/base/xml.ts';

describe('a text in XML', () => {
  it('cannot end its element or its attribute', () => {
    expect(escapeXml(`</a> & "b" <![CDATA[`)).toBe('&lt;/a&gt; &amp; &quot;b&quot; &lt;![CDATA[');
  });

  it('keeps lines, tabs and all of the scripts of the world', () => {
    expect(escapeXml('a\tb\r\nc µ 質 😀')).toBe('a\tb\r\nc µ 質 😀');
  });

  it('shows what XML has no way to write', () => {
    expect(escapeXml('a\u0000b\u001b[31mc\u007f\ufffe\ud800d')).toBe('a�b�[31mc���d');
  });
});
