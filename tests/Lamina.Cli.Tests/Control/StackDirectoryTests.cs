using System.Net.Sockets;
using System.Runtime.Versioning;
using Lamina.Daemon.Hosting;
using Lamina.Node.Access;

namespace Lamina.Cli.Tests.Control;

public sealed class StackDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    private StackPaths Paths => StackPaths.Resolve("lab", _directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_live_stack_is_refused_and_a_dead_one_replaced()
    {
        using (StackDirectory.Claim(Paths))
        {
            StackBusyException busy = Assert.Throws<StackBusyException>(() => StackDirectory.Claim(Paths));
            Assert.StartsWith("another daemon runs this stack", busy.Message);
        }

        // What a killed daemon leaves: a socket that nobody listens on, and a lock that nobody holds.
        using (Socket stale = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            stale.Bind(new UnixDomainSocketEndPoint(Paths.ControlSocket));
            File.Move(Paths.ControlSocket, Paths.ControlSocket + ".kept");
        }

        File.WriteAllText(Paths.ControlSocket, "");
        using StackDirectory again = StackDirectory.Claim(Paths);
        Assert.False(File.Exists(Paths.ControlSocket));
    }

    [Fact]
    public void A_place_that_is_no_directory_is_said()
    {
        string file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");
        StackPaths paths = StackPaths.Resolve("lab", file);
        StackPlaceException failure = Assert.Throws<StackPlaceException>(() => StackDirectory.Claim(paths));
        Assert.StartsWith($"stack lab cannot have its sockets in {file}/lab: ", failure.Message);
        Assert.False(failure.IsDenied);
        Assert.True(new StackPlaceException(paths, new UnauthorizedAccessException("no")).IsDenied);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Others_cannot_enter()
    {
        using StackDirectory directory = StackDirectory.Claim(Paths);
        UnixFileMode mode = File.GetUnixFileMode(Paths.Directory);
        bool othersMayEnter = (mode & (UnixFileMode.OtherExecute | UnixFileMode.GroupExecute)) != 0;
        Assert.Equal(Environment.IsPrivilegedProcess, othersMayEnter);
        File.WriteAllText(Paths.ControlSocket, "");
        SocketGuard.Protect(Paths.ControlSocket, AccessPolicy.OwnerAlone, AccessRight.Read);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Paths.ControlSocket) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }
}
