using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lamina.Bearers.Linux;

namespace Lamina.Daemon.Hosting.State;

/// <summary>
/// Tells a copied state directory, as far as a host can by itself: by the machine's id and the directory's number on its disk. Two hosts that were
/// cloned with their whole disks, machine id included, look alike here; only their peers can tell.
/// </summary>
internal static class MachineMark
{
    private const string Name = "machine.json";

    /// <summary>Compares with what was noted; notes it where nothing is. The caller has the directory's lock.</summary>
    /// <returns>What a person should know; null: nothing.</returns>
    public static string? Examine(string directory, DateTimeOffset now, string? machineId)
    {
        string path = Path.Combine(directory, Name);
        MachineRecord present = new(MachineRecord.CurrentSchema, HashOf(machineId), FileNumber.Of(directory), now);
        if (Read(path) is { } noted)
        {
            return Compare(directory, path, noted, present);
        }

        StateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(present, StateJson.Default.MachineRecord));
        return null;
    }

    /// <summary>The id of this machine; null: it has none.</summary>
    public static string? MachineId()
    {
        try
        {
            return File.ReadAllText("/etc/machine-id").Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Compare(string directory, string path, MachineRecord noted, MachineRecord present)
    {
        bool isOtherMachine = noted.Machine.Length > 0 && present.Machine.Length > 0 && noted.Machine != present.Machine;
        bool isOtherDirectory = noted.Directory is { } number && present.Directory is { } here && number != here;
        if (!isOtherMachine && !isOtherDirectory)
        {
            return null;
        }

        string where = isOtherMachine ? "on another machine" : "in another directory of this machine";
        return $"the identity in {directory} was made {where}: this is a copy. Two nodes with one identity take each other's flows. "
            + $"If the other one is used as well, stop this daemon and remove {Path.Combine(directory, "identity.key")} and {path}: the next start makes a new identity; "
            + $"if it is not, remove {path} alone";
    }

    // Others must not learn the id itself (machine-id(5)).
    private static string HashOf(string? id) =>
        id is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"lamina machine 1\0{id}")).AsSpan(0, 16));

    /// <summary>One that is damaged or of another version counts as none: it only helps to find a copy.</summary>
    private static MachineRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.MachineRecord) is { Schema: MachineRecord.CurrentSchema } known
                ? known
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
