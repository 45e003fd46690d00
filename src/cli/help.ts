export const HELP = `Pushscope: protocol analyzer for OMA push and device management notifications

  pushscope dissect FILE...   prints one JSON object a packet, one a line (FILE: pcap, pcapng, gzip of them, text with a hex dump, - for standard input)
  pushscope batch             answers each line {"id", "as"?, "hex", "mediaType"?, "keys"?, "tree"?, "describe"?} or {"id", "build": description}
                              of standard input with one line
  pushscope describe FILE...  prints the description of each packet, one JSON object a line: the fields by layer, "auto" for what follows from others
  pushscope follow FILE       prints what the ends of --packet have said to each other over TCP or UDP
  pushscope build [FILE...]   builds descriptions (one a line; standard input without FILE) and writes the packets in the format of --to
  pushscope break [FILE]      writes variants of each description (one JSON a line; standard input without FILE) that break one rule each

  --tree                      adds the field tree and the octets of reassembled and unpacked sources
  --keys FILE                 secrets: {"secrets": [{"serverId"?, "text" | "hex" | "base64", "nonce"?, "accountName"?, "pin"?, "imsi"?}]}
  --format json|text          text prints for people (dissect)
  --count                     prints one JSON object a file: packets in all and by protocol (dissect)
  --filter EXPRESSION         only packets that the display filter matches; with --count how many match, as "matched" (dissect)
  --macro NAME=TEXT           a macro that the filter can use, for each its own: --macro 'port=udp.port == $1' --filter '\${port:2948}'
  --as LAYER                  start layer of a text file's octets: ethernet ip udp wsp dmnoti dm-1.2 dm-1.3 dm-2.0 ds-1.2 ...
  --decode-as TABLE=KEY:PROTO traffic with this key is of this protocol: udp.port=5000:wsp
  --packet NUMBER             a packet of the conversation, from 1 (follow)
  --end 0|1|both              octets of the end that began, of the other, or of both (follow; both when left out)
  --to FORMAT                 pcap, pcapng, hex, pdu (AT commands) or json (build; hex when left out); pcapng, json or csv (break);
                              ascii, utf8, dump, hex, c, yaml or raw (follow; ascii when left out)
  --help                      this text

Exit status: 0 read, 1 a file was damaged (what could be read was printed), 2 wrong usage
`;
