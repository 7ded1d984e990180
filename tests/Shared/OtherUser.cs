using System.Runtime.InteropServices;

namespace Lamina.Tests.Shared;

/// <summary>
/// Does something as another user of this host: in a thread of its own, since the system call changes its thread alone (other than what the C library
/// makes of it). Needs root.
/// </summary>
internal static unsafe partial class OtherUser
{
    /// <summary>A user that owns nothing.</summary>
    public const uint Nobody = 65534;

    /// <summary>Another one.</summary>
    public const uint Somebody = 65533;

    private static (long SetUsers, long SetGroup, long SetGroups) Calls => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? (117, 119, 116)
        : (147, 149, 159);

    /// <summary>Skips the calling test where there is no root, and fails it where there must be.</summary>
    public static void Need()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("LAMINA_REQUIRE_NAMESPACES") == "1", "acting as other users needs root");
            Assert.Fail("acting as other users needs root");
        }
    }

    /// <summary>Runs a call as a user with some groups; sockets that it connects are that user's.</summary>
    public static T Run<T>(uint user, uint[] groups, Func<T> call)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Become(user, groups);
                result = call();
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    private static void Become(uint user, uint[] groups)
    {
        fixed (uint* list = groups)
        {
            Must(Call(Calls.SetGroups, groups.Length, (nint)list, 0));
        }

        uint group = groups.Length > 0 ? groups[0] : user;
        Must(Call(Calls.SetGroup, -1, (nint)group, -1));
        Must(Call(Calls.SetUsers, -1, (nint)user, -1));
    }

    private static void Must(long result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(long number, nint first, nint second, nint third);
}
