namespace Lamina.Peers.Hosts;

/// <summary>Two network namespaces and a veth pair between them. They go with this object.</summary>
internal sealed class TwoHosts : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lamina-peers-").FullName;

    public TwoHosts()
    {
        if (Environment.UserName != "root")
        {
            throw new PeersException("network namespaces need root");
        }

        Left = NewHost(1);
        Right = NewHost(2);
        Command.Run("ip", "-n", Left.Name, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", Right.Name);
        foreach (Host host in Both)
        {
            Command.Run("ip", "-n", host.Name, "addr", "add", $"{host.Address}/24", "dev", "wire");
            Command.Run("ip", "-n", host.Name, "link", "set", "wire", "up");
            Command.Run("ip", "-n", host.Name, "link", "set", "lo", "up");
        }
    }

    public Host Left { get; }

    public Host Right { get; }

    public Host[] Both => [Left, Right];

    /// <summary>The one at the other end.</summary>
    public Host PeerOf(Host host) => host == Left ? Right : Left;

    public void Dispose()
    {
        foreach (Host host in Both)
        {
            host.Dispose();
            Command.Run("ip", "netns", "del", host.Name);
        }

        Directory.Delete(_directory, recursive: true);
    }

    private Host NewHost(int number)
    {
        string name = $"peers{Environment.ProcessId}-{number}";
        Command.Run("ip", "netns", "add", name);
        return new Host(name, $"10.88.0.{number}", number, Directory.CreateDirectory(Path.Combine(_directory, $"{number}")).FullName);
    }
}
