namespace Lamina.Ipc.Irm.Naming;

/// <summary>Why an acceptor is behind a name. A binding lasts while one of its reasons does.</summary>
[Flags]
public enum BindingReasons
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>It asked for the name itself: it listens.</summary>
    Listening = 1,

    /// <summary>Somebody bound this process, or this IPC process.</summary>
    Process = 2,

    /// <summary>Somebody bound the program that it runs.</summary>
    Program = 4,

    /// <summary>Every one.</summary>
    All = Listening | Process | Program,
}
