using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Users and groups as the system knows them, from wherever it has them (nsswitch.conf): a call may wait for a server elsewhere, so none is made on a
/// stack's loop.
/// </summary>
public static unsafe class SystemAccounts
{
    private const int FirstLength = 4096;
    private const int MostLength = 1 << 20;
    private const int OutOfRange = 34;

    private delegate int Ask(byte* account, byte* text, nuint length, byte** found);

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUser => LibC.EffectiveUser();

    /// <summary>The group that this process acts as.</summary>
    public static uint OwnGroup => LibC.EffectiveGroup();

    /// <summary>The id of a user; null: there is none of that name.</summary>
    public static uint? FindUser(string name) => IdOf((account, text, length, found) => LibC.FindUser(name, account, text, length, found));

    /// <summary>The id of a group; null: there is none of that name.</summary>
    public static uint? FindGroup(string name) => IdOf((account, text, length, found) => LibC.FindGroup(name, account, text, length, found));

    /// <summary>The name of a user, or its number where it has none.</summary>
    public static string NameOfUser(uint id) => NameOf((account, text, length, found) => LibC.NameUser(id, account, text, length, found)) ?? $"{id}";

    /// <summary>The name of a group, or its number where it has none.</summary>
    public static string NameOfGroup(uint id) => NameOf((account, text, length, found) => LibC.NameGroup(id, account, text, length, found)) ?? $"{id}";

    private static uint? IdOf(Ask ask)
    {
        uint? id = null;
        Run(ask, account => id = *(uint*)(account + LibC.AccountId));
        return id;
    }

    private static string? NameOf(Ask ask)
    {
        string? name = null;
        Run(ask, account => name = Marshal.PtrToStringUTF8(*(nint*)account));
        return name;
    }

    private static void Run(Ask ask, Read read)
    {
        byte* account = stackalloc byte[LibC.AccountSize];
        // A group has a list of members in it, which may be long.
        for (int length = FirstLength; length <= MostLength; length *= 4)
        {
            byte* found = null;
            fixed (byte* text = new byte[length])
            {
                int error = ask(account, text, (nuint)length, &found);
                if (error == 0 && found != null)
                {
                    read(account);
                }

                if (error != OutOfRange)
                {
                    return;
                }
            }
        }
    }

    private delegate void Read(byte* account);
}
