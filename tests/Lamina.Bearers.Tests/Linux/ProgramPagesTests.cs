using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

public sealed class ProgramPagesTests
{
    [Fact]
    public void Only_what_nothing_may_write_and_nothing_has_written_is_let_go()
    {
        string[] listing =
        [
            .. Range("7f0000001000-7f0000003000 r-xp 00026000 08:01 1  /usr/lib/libc.so.6", own: 0),
            .. Range("7f0000004000-7f0000005000 r--p 00000000 08:01 2  /usr/share/a name with blanks/System.Private.CoreLib.dll", own: 0),
            .. Range("7f0000006000-7f0000007000 r-xp 00026000 08:01 3  /usr/lib/relocated.so", own: 4),
            .. Range("7f0000008000-7f0000009000 rw-p 00026000 08:01 1  /usr/lib/libc.so.6", own: 0),
            .. Range("7f000000a000-7f000000b000 rw-s 00000000 08:01 4  /home/somebody/mapped.file", own: 0),
            .. Range("7f000000c000-7f000000d000 r-xs 00000000 00:01 5  /memfd:doublemapper (deleted)", own: 0),
            .. Range("7f000000e000-7f000000f000 r-xp 00000000 08:01 6  /usr/lib/replaced.so (deleted)", own: 0),
            .. Range("7f0000010000-7f0000011000 r--p 00000000 00:00 0", own: 0),
            .. Range("7ffc00000000-7ffc00002000 r-xp 00000000 00:00 0  [vdso]", own: 0),
            .. Range("7f0000012000-7f0000013000 r--s 00000000 08:01 7  /usr/share/Lamina.Daemon.dll", own: 0),
            "",
            "nonsense",
            "-1 r-xp /",
        ];
        Assert.Equal([(0x7f0000001000ul, 0x7f0000003000ul), (0x7f0000004000ul, 0x7f0000005000ul), (0x7f0000012000ul, 0x7f0000013000ul)], ProgramPages.Read(listing).Order());
    }

    private static string[] Range(string head, int own) => [head, "Size:                  8 kB", "Rss:                   8 kB", $"Anonymous:             {own} kB", "VmFlags: rd ex mr mw me"];
}
